using StructuralError.Cli.Training;
using StructuralError.Core.Common;
using StructuralError.Experiments.Queue;

namespace StructuralError.Cli.Replicas;

/// <summary>A run on a thread of this process. What it prints goes into its log.</summary>
internal sealed class InProcessRun : IStartedRun
{
    private readonly Interruption _interruption = new();
    private readonly TaskCompletionSource<RunExit> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RunOutput _output;

    /// <param name="ended">Is called when the run has ended, however it ended.</param>
    public InProcessRun(CliContext context, QueuedRun run, TrainOptions options, RunOutput output, Action ended)
    {
        _output = output;
        CliContext own = context with { Out = new LineWriter(output.Out), Error = new LineWriter(output.Error), ErrorIsTerminal = false, Listen = () => _interruption };
        new Thread(() =>
        {
            int code = Execute(own, run, options);
            ended();
            _exit.SetResult(new RunExit(code, output.Messages));
        })
        { IsBackground = true, Name = run.Name }.Start();
    }

    public Task<RunExit> Exit => _exit.Task;

    public void RequestStop()
    {
        try
        {
            _interruption.Request(ExitCodes.Requeue);
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself meanwhile.
        }
    }

    public void Dispose() => _output.Dispose();

    private static int Execute(CliContext context, QueuedRun run, TrainOptions options)
    {
        try
        {
            return new TrainRun(context, run.Resolved, options).Execute();
        }
        catch (Exception exception)
        {
            return ErrorReport.Write(exception, context.Error);
        }
    }
}
