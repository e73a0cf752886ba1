using StructuralError.Cli.Progress;
using StructuralError.Core.Training;
using StructuralError.Experiments.Queue;

namespace StructuralError.Cli.Queue;

/// <summary>Words for what became of runs.</summary>
internal static class QueueWords
{
    /// <summary>One word, the same in tables, JSON and messages.</summary>
    public static string Of(QueueState state) => state switch
    {
        QueueState.Finished => "finished",
        QueueState.Skipped => "skipped",
        QueueState.Failed => "failed",
        QueueState.Stopped => "stopped",
        QueueState.Held => "held",
        QueueState.Refused => "refused",
        _ => "not_started",
    };

    /// <summary><c>step 123/938, loss 0.3210, accuracy 0.906, 12 s left</c>.</summary>
    public static string Line(RunProgress progress) => ProgressText.Line(Status(progress), TimeSpan.FromSeconds(progress.Seconds));

    /// <summary><c>step 123/938</c>.</summary>
    public static string Step(RunProgress progress) => ProgressText.Step(Status(progress));

    private static StepStatus Status(RunProgress progress) => new(progress.Step - 1, progress.TotalSteps, 0, progress.Loss, progress.Accuracy);
}
