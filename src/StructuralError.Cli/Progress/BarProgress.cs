using Spectre.Console;
using StructuralError.Core.Training;
using StructuralError.Experiments.Services;
using StructuralError.Reporting.Listings;

namespace StructuralError.Cli.Progress;

/// <summary>A bar with step, loss, accuracy and time left. What does not fit a narrow terminal is left out.</summary>
internal sealed class BarProgress(IAnsiConsole console, TimeProvider time) : IProgressDisplay, IStepSink
{
    private const int FullWidth = 90;
    private const int HalfWidth = 46;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private ProgressTask? _task;
    private long _start;
    private long _last;

    public TrainingResult Show(long totalSteps, Func<IStepSink, TrainingResult> train)
    {
        _start = _last = time.GetTimestamp();
        return console.Progress().AutoClear(true).HideCompleted(false).Columns(Columns()).Start(context =>
        {
            _task = context.AddTask("step 0", maxValue: totalSteps);
            return train(this);
        });
    }

    public void Stepped(in StepStatus status)
    {
        long now = time.GetTimestamp();
        if (time.GetElapsedTime(_last, now) >= Interval)
        {
            _last = now;
            _task!.Value = status.Step + 1;
            _task.Description = Describe(status, time.GetElapsedTime(_start, now));
        }
    }

    private string Describe(in StepStatus status, TimeSpan elapsed) => console.Profile.Width switch
    {
        >= FullWidth => ProgressText.Line(status, elapsed),
        >= HalfWidth => $"{ProgressText.Step(status)}, {ProgressText.Remaining(status, elapsed)}",
        _ => ProgressText.Step(status),
    };

    private ProgressColumn[] Columns() => console.Profile.Width < HalfWidth
        ? [new TaskDescriptionColumn { Alignment = Justify.Left }]
        : [new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 20 }];
}
