using System.Globalization;
using Spectre.Console;
using StructuralError.Core.Common;
using StructuralError.Experiments.Queue;
using StructuralError.Reporting.Listings;

namespace StructuralError.Cli.Queue;

/// <summary>A progress line for each run that is going on, and one for the whole; what is said scrolls by above them.</summary>
internal sealed class LiveQueueDisplay(IAnsiConsole console) : QueueDisplay(
    line => console.WriteLine(Printable.Message(line)), line => console.WriteLine(Printable.Message(line)), TimeProvider.System)
{
    // A long name, step, loss, accuracy, time and bar; a narrower terminal gets name, step and bar.
    private const int FullWidth = 120;

    private readonly Dictionary<QueuedRun, ProgressTask> _lines = new(ReferenceEqualityComparer.Instance);
    private ProgressContext? _context;
    private ProgressTask? _whole;

    public override Task<QueueResult> Show(int total, Func<Task<QueueResult>> work)
    {
        ProgressColumn[] columns = [new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 20 }];
        return console.Progress().AutoClear(true).HideCompleted(true).Columns(columns).StartAsync(context =>
        {
            _context = context;
            _whole = context.AddTask("all runs", maxValue: Math.Max(1, total));
            return base.Show(total, work);
        });
    }

    protected override void Begin(QueuedRun run) => _lines.Add(run, _context!.AddTask(Description(run, "starting")));

    protected override void Advance(QueuedRun run, RunProgress progress)
    {
        if (_lines.TryGetValue(run, out ProgressTask? task))
        {
            task.MaxValue = progress.TotalSteps;
            task.Value = progress.Step;
            string where = console.Profile.Width >= FullWidth ? ProgressText.Line(progress) : ProgressText.Step(progress);
            task.Description = Description(run, where);
        }
    }

    protected override void Remove(QueuedRun run)
    {
        if (_lines.Remove(run, out ProgressTask? task))
        {
            task.Value = task.MaxValue;
            task.StopTask();
        }
    }

    protected override void Finish(QueuedRunResult result)
    {
        base.Finish(result);
        _whole!.Value = Done;
        _whole.Description = string.Create(CultureInfo.InvariantCulture, $"{Done} of {Total} runs done, {Failures} failed");
    }

    private static string Description(QueuedRun run, string where) => Markup.Escape($"{Printable.Value(run.Name)}: {where}");
}
