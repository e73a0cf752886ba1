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
    /// <summary>Where people read: standard output, unless a document goes there.</summary>
    private readonly TextWriter _people = options.Json ? context.Error : context.Out;

    public int Execute()
    {
        using Interruption interruption = context.Listen();
        if (options.Supervised)
        {
            interruption.FollowStandardInput();
        }

        try
        {
            ExperimentServices services = context.Telling(options.Quiet) with { Progress = ProgressDisplays.Create(context, options.Quiet, options.Progress) };
            return options.DryRun || options.Explain
                ? new DryRun(context, services, options).Show(RunPlan.Make(resolved, options.Run, services, isPreview: true, interruption.Token))
                : Report(new TrainingRun(services, resolved, options.Run, interruption.Token).Execute(), interruption);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            context.Error.WriteLine("error: interrupted before training began; nothing was written.");
            return interruption.ExitCode;
        }
    }

    private int Report(TrainingEnd end, Interruption interruption)
    {
        bool isInterrupted = end is InterruptedRun;
        if (isInterrupted || !options.Quiet)
        {
            TextWriter writer = isInterrupted ? context.Error : _people;
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
