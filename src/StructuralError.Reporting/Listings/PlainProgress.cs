using StructuralError.Core.Training;
using StructuralError.Experiments.Services;

namespace StructuralError.Reporting.Listings;

/// <summary>A line every few seconds, for logs.</summary>
internal sealed class PlainProgress(Action<string> say, TimeProvider time) : IProgressDisplay, IStepSink
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private long _start;
    private long _last;

    public TrainingResult Show(long totalSteps, Func<IStepSink, TrainingResult> train)
    {
        _start = _last = time.GetTimestamp();
        return train(this);
    }

    public void Stepped(in StepStatus status)
    {
        long now = time.GetTimestamp();
        if (time.GetElapsedTime(_last, now) >= Interval)
        {
            _last = now;
            say(ProgressText.Line(status, time.GetElapsedTime(_start, now)));
        }
    }
}
