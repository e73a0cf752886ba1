using StructuralError.Cli.Common;
using StructuralError.Cli.Progress;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Specs;
using StructuralError.Experiments.Train;
using StructuralError.Runs.Directories;

namespace StructuralError.Cli.Training;

/// <summary>Carries out <c>train</c> for one run and tells how it ended.</summary>
internal sealed class SingleRun(CliContext context, ResolvedSpec resolved, TrainOptions options)
{
    public int Execute()
    {
        ExperimentServices services = context.Telling(options.Quiet) with { Progress = ProgressDisplays.Create(context, options.Quiet, options.Progress) };
        return context.Interruptible(
            " before training began; nothing was written.",
            interruption => options.DryRun || options.Explain
                ? new DryRun(context, services, options).Show(RunPlan.Make(resolved, options.Run, services, isPreview: true, interruption.Token))
                : Report(new TrainingRun(services, resolved, options.Run, interruption.Token).Execute(), interruption),
            options.Supervised);
    }

    private int Report(TrainingEnd end, Interruption interruption)
    {
        bool isInterrupted = end is InterruptedRun;
        if (isInterrupted || !options.Quiet)
        {
            // People read standard output, unless a document goes there.
            TextWriter writer = isInterrupted || options.Json ? context.Error : context.Out;
            foreach (string line in end.Lines())
            {
                writer.WriteLine(line);
            }
        }

        if (options.Json && !isInterrupted)
        {
            context.Out.Write(end is CompletedRun completed ? completed.Document : File.ReadAllText(Path.Combine(end.Path, RunDirectory.SummaryName)));
        }

        return isInterrupted ? interruption.ExitCode : ExitCodes.Success;
    }
}
