using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Cli.Completion;
using StructuralError.Core.Common;
using StructuralError.Reporting.Figures.Files;
using StructuralError.Reporting.Runs;
using StructuralError.Runs.Directories;

namespace StructuralError.Cli.Commands;

/// <summary><c>plot RUN_DIR...</c>: makes the figures of runs again from their own files; with <c>--y</c> or <c>--by</c>, one figure of all of them.</summary>
internal static class PlotCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string[]> directories = Options.Arguments("RUN_DIR", "run directories or patterns, as results/mnist-b-k3-s0 or 'results/*b-k*-s*'")
            .CompletedByRuns();
        Option<string> show = Options.Show();
        var options = new PlotOptions();
        var command = new Command(
            "plot",
            "Make the figures of runs again, from steps.csv and manifest.json alone. "
            + "With --y or --by: one figure of all the runs, a curve for each group of them.") { directories };
        command.AddAll([.. options.All, show]);
        return command.WithAction(context, "; the figures that are complete are kept.", (result, interruption) =>
        {
            PlotRequest request = options.Read(result, context.Files);
            IReadOnlyList<string> runs = RunGlob.Expand(result.GetValue(directories)!);
            if (request.Comparison is not null)
            {
                context.Print(ComparisonFigure.Write(
                    runs, request.Comparison, request.Files, request.Paths, request.Force, context.Files, context.Warn, interruption.Token,
                    context.Counting("runs read")));
                return ExitCodes.Success;
            }

            // One directory that cannot be plotted does not keep the others from it.
            return ErrorReport.GuardEach(context.Error, runs, run => Plot(run, request, result.GetValue(show), context, interruption.Token));
        });
    }

    private static void Plot(string directory, PlotRequest request, string? show, CliContext context, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        RunInspection found = RunInspection.Of(directory);
        if (found.Manifest is null)
        {
            throw new UserErrorException(FailureKind.Usage, $"{directory}: is not a run directory: {found.Reason}; give one that 'train' made.");
        }

        if (request.Files.Formats is [FigureFormat.Svg])
        {
            context.Services.DrawFigures!(directory, context.Warn, context.Files, cancellation);
        }
        else
        {
            RunFigures.Write(directory, request.Files, context.Warn, cancellation);
        }

        context.Out.WriteLine(Path.Combine(directory, RunDirectory.FiguresName));
        context.ShowOverview(directory, show);
    }
}
