using System.Collections.Immutable;
using StructuralError.Core.Engines;
using StructuralError.Experiments.Devices;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Train;

namespace StructuralError.Experiments.Queue;

/// <summary>Carries out runs in this process, each on a thread of its own.</summary>
/// <param name="device">What a run computes on.</param>
/// <param name="replicas">The engines of runs that share a device; null where each makes its own.</param>
internal sealed class InProcessRunStarter(
    ExperimentServices services, QueueSettings settings, Func<QueuedRun, DeviceChoice> device, ReplicaEngines? replicas) : IRunStarter
{
    public IStartedRun Start(QueuedRun run, int threads, Action<RunProgress> report)
    {
        long seed = run.Resolved.Spec.Seed;
        try
        {
            ImmutableArray<string> command = ["train", .. run.Arguments];
            RunOptions options = run.Options with
            {
                Out = run.Directory,
                CommandLine = Path.GetDirectoryName(run.Directory) == RunPlan.ResultsDirectory ? command : [.. command, "--out", run.Directory],
            };
            RunOutput output = RunOutput.Open(run.LogPath, report);
            output.Out("$ " + settings.Program.ToShell(options.CommandLine));
            ExperimentServices own = services with
            {
                Devices = new ChosenDevice(device(run)),
                EngineFactory = replicas is null ? services.EngineFactory : (network, spec, capacity, _) => replicas.Take(network, spec, capacity),
                Notices = new Notices(output.Error, warning => output.Error($"warning: {warning}")),
                Progress = new QueueProgress(report, services.Time),
            };
            return new InProcessRun(own, replicas is null ? run.On(threads) : run, options, output, settings.Codes, () => replicas?.Release(seed));
        }
        catch
        {
            replicas?.Release(seed);
            throw;
        }
    }
}

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

/// <summary>The device that was chosen for all runs together.</summary>
internal sealed class ChosenDevice(DeviceChoice device) : IDeviceSelection
{
    public DeviceChoice Choose(DeviceRequest request, DeviceRequest? begunOn = null) => device;
}
