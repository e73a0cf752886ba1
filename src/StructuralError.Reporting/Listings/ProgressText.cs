using StructuralError.Core.Training;
using StructuralError.Experiments.Queue;

namespace StructuralError.Reporting.Listings;

/// <summary>Words for where a run stands.</summary>
internal static class ProgressText
{
    /// <summary><c>step 123/938, loss 0.3210, accuracy 0.906, 12 s left</c>.</summary>
    public static string Line(in StepStatus status, TimeSpan elapsed) =>
        FormattableString.Invariant($"{Step(status)}, loss {status.Loss:F4}, accuracy {status.Accuracy:F3}, {Remaining(status, elapsed)} left");

    /// <summary>The same of a run in a process of its own.</summary>
    public static string Line(RunProgress progress) => Line(Status(progress), TimeSpan.FromSeconds(progress.Seconds));

    /// <summary><c>step 123/938</c>.</summary>
    public static string Step(RunProgress progress) => Step(Status(progress));

    public static string Step(in StepStatus status) => FormattableString.Invariant($"step {status.Step + 1}/{status.TotalSteps}");

    /// <summary>Time for the steps that are left, at the mean speed so far.</summary>
    public static string Remaining(in StepStatus status, TimeSpan elapsed)
    {
        double seconds = elapsed.TotalSeconds / (status.Step + 1 - status.FirstStep) * (status.TotalSteps - status.Step - 1);
        return seconds switch
        {
            < 100 => FormattableString.Invariant($"{seconds:F0} s"),
            < 100 * 60 => FormattableString.Invariant($"{seconds / 60:F0} min"),
            _ => FormattableString.Invariant($"{seconds / 3600:F1} h"),
        };
    }

    private static StepStatus Status(RunProgress progress) => new(progress.Step - 1, progress.TotalSteps, 0, progress.Loss, progress.Accuracy);
}
