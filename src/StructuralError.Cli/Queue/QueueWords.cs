using StructuralError.Queue;
using StructuralError.Cli.Progress;

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
    public static string Line(RunProgress progress) => ProgressText.Line(
        new(progress.Step - 1, progress.TotalSteps, 0, progress.Loss, progress.Accuracy), TimeSpan.FromSeconds(progress.Seconds));
}
