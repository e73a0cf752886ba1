using StructuralError.Experiments.Services;
using StructuralError.Experiments.Train;

namespace StructuralError.Experiments.Queue;

/// <summary>A run on a thread of this process. What it says goes into its log.</summary>
internal sealed class InProcessRun : IStartedRun
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<RunExit> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RunOutput _output;

    /// <param name="ended">Is called when the run has ended, however it ended.</param>
    public InProcessRun(ExperimentServices services, QueuedRun run, RunOptions options, RunOutput output, RunCodes codes, Action ended)
    {
        _output = output;
        new Thread(() =>
        {
            int code = Execute(services, run, options, codes);
            ended();
            _exit.SetResult(new RunExit(codes.End(code), code, output.Messages));
        })
        { IsBackground = true, Name = run.Name }.Start();
    }

    public Task<RunExit> Exit => _exit.Task;

    public void RequestStop() => _stop.Cancel();

    public void Dispose()
    {
        _output.Dispose();
        _stop.Dispose();
    }

    private int Execute(ExperimentServices services, QueuedRun run, RunOptions options, RunCodes codes)
    {
        try
        {
            TrainingEnd end = new TrainingRun(services, run.Resolved, options, _stop.Token).Execute();
            foreach (string line in end.Lines())
            {
                _output.Out(line);
            }

            return end is InterruptedRun ? codes.Interrupted : codes.Completed;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            _output.Error("error: interrupted before training began; nothing was written.");
            return codes.Interrupted;
        }
        catch (Exception exception)
        {
            (int code, IReadOnlyList<string> lines) = codes.Of(exception);
            foreach (string line in lines)
            {
                _output.Error($"error: {line}");
            }

            return code;
        }
    }
}
