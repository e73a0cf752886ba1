using StructuralError.Core.Training;
using StructuralError.Experiments.Queue;

namespace StructuralError.Cli.Progress;

/// <summary>A JSON object a line, several a second and one at the end, for a program that watches the run; see <see cref="RunProgress"/>.</summary>
internal sealed class JsonProgress(TextWriter output, TimeProvider time) : IProgressDisplay, IStepSink
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private long _start;
    private long _last;
    private StepStatus? _unsaid;

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
        if (time.GetElapsedTime(_last, now) >= Interval)
        {
            Say(status, now);
        }
    }

    private void Say(in StepStatus status, long now)
    {
        (_last, _unsaid) = (now, null);
        var progress = new RunProgress(status.Step + 1, status.TotalSteps, status.Loss, status.Accuracy, time.GetElapsedTime(_start, now).TotalSeconds);
        output.WriteLine(progress.ToLine());
    }
}
