using StructuralError.Core.Training;
using StructuralError.Experiments.Services;

namespace StructuralError.Experiments.Queue;

/// <summary>Tells after the first step, several times a second, and at the end, where a run stands.</summary>
/// <param name="report">Is told from the thread that trains.</param>
public sealed class QueueProgress(Action<RunProgress> report, TimeProvider time) : IProgressDisplay, IStepSink
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private long _start;
    private long _last;
    private StepStatus? _unsaid;
    private bool _hasSaid;

    public TrainingResult Show(long totalSteps, Func<IStepSink, TrainingResult> train)
    {
        _start = _last = time.GetTimestamp();
        TrainingResult result = train(this);
        if (_unsaid is { } status)
        {
            Say(status, time.GetTimestamp());
        }

        return result;
    }

    public void Stepped(in StepStatus status)
    {
        long now = time.GetTimestamp();
        _unsaid = status;
        if (!_hasSaid || time.GetElapsedTime(_last, now) >= Interval)
        {
            Say(status, now);
        }
    }

    private void Say(in StepStatus status, long now)
    {
        (_last, _unsaid, _hasSaid) = (now, null, true);
        report(new RunProgress(status.Step + 1, status.TotalSteps, status.Loss, status.Accuracy, time.GetElapsedTime(_start, now).TotalSeconds));
    }
}
