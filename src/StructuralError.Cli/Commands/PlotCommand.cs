using System.CommandLine;
using StructuralError.Running;

namespace StructuralError.Cli.Commands;

/// <summary><c>plot RUN_DIR...</c>: makes the figures again from the run's own files.</summary>
internal static class PlotCommand
{
    public static Command Create(CliContext context)
    {
        var directories = new Argument<string[]>("RUN_DIR")
        {
            Description = "run directories, as results/mnist-b-k3-s0",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("plot", "Make the figures of runs again, from steps.csv and manifest.json alone.") { directories };
        command.SetAction(result => Run(result.GetValue(directories)!, context));
        return command;
    }

    /// <summary>One directory that cannot be plotted does not keep the others from it; the exit code is that of the first failure.</summary>
    private static int Run(IReadOnlyList<string> directories, CliContext context)
    {
        int exitCode = ExitCodes.Success;
        foreach (string directory in directories)
        {
            try
            {
                Plot(directory, context);
            }
            catch (Exception exception) when (exception is UserErrorException or IOException or UnauthorizedAccessException)
            {
                int failure = ErrorReport.Write(exception, context.Error);
                exitCode = exitCode == ExitCodes.Success ? failure : exitCode;
            }
        }

        return exitCode;
    }

    private static void Plot(string directory, CliContext context)
    {
        RunInspection found = RunInspection.Of(directory);
        if (found.State is not (RunState.Finished or RunState.Unfinished))
        {
            string why = found.State switch
            {
                RunState.Missing => "there is no such directory",
                RunState.Empty => "it holds no run",
                _ => found.Reason!,
            };
            throw new UserErrorException(ExitCodes.Usage, $"{directory}: is not a run directory: {why}; give one that 'train' made.");
        }

        context.Services.WriteFigures(directory, context.Warn, context.Files);
        context.Out.WriteLine(Path.Combine(directory, RunDirectory.FiguresName));
    }
}
