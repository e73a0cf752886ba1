using StructuralError.Queue;
using StructuralError.Training;

namespace StructuralError.Cli.Progress;

/// <summary>A JSON object a line, several a second, for a program that watches the run; see <see cref="RunProgress"/>.</summary>
internal sealed class JsonProgress(TextWriter output, TimeProvider time) : IProgressDisplay, IStepSink
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

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
            var progress = new RunProgress(status.Step + 1, status.TotalSteps, status.Loss, status.Accuracy, time.GetElapsedTime(_start, now).TotalSeconds);
            output.WriteLine(progress.ToLine());
        }
    }
}
