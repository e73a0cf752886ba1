using System.Runtime.InteropServices;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Cuda.Driver;
using StructuralError.Cuda.Planning;

namespace StructuralError.Cuda.Steps;

/// <summary>The replicas' memory on the device, the kernels, and what the host shares with them. Knows how to launch; what and when is the group's.</summary>
internal sealed class DeviceNetwork : IDisposable
{
    /// <summary>Index of the region for what is asked between blocks.</summary>
    public const int DirectRegion = NetworkPlan.Regions - 1;

    private readonly List<IDisposable> _owned = [];
    private readonly Dictionary<string, Kernel> _kernels = [];
    private readonly DeviceBuffer _controls;
    private readonly PinnedBuffer _stagedControls, _results;
    private readonly DeviceStream _side, _downloads;
    private readonly CudaEvent _computed, _fork, _joined;
    private readonly byte[] _arguments;
    private readonly long _stride;

    public DeviceNetwork(Network network, EngineOptions options, int ordinal, int replicas)
    {
        (Network, Capacity, Replicas) = (network, options.BatchCapacity, replicas);
        try
        {
            DeviceLease lease = Own(SharedDevices.Lease(ordinal));
            DeviceContext context = lease.Context;
            var forecast = CudaMemoryForecast.Of(network, options.Precision, Capacity, replicas);
            if (forecast.Problem(context.Name, context.Memory().Free) is { } problem)
            {
                throw new CudaException(problem, DriverResult.OutOfMemory);
            }

            var sizes = new NetworkPlan(network, options.Precision, Capacity);
            Stream = Own(new DeviceStream(context));
            _stride = (long)sizes.ReplicaBytes;
            DeviceBuffer arena = Own(new DeviceBuffer(context, _stride * replicas)), tables = Own(new DeviceBuffer(context, Math.Max(1, sizes.Tables.Length)));
            Plan = new NetworkPlan(network, options.Precision, Capacity, arena.Address, tables.Address, options.Loss);
            ControlBytes = StepControl.Bytes(Plan, Capacity);
            _controls = Own(new DeviceBuffer(context, ControlBytes * replicas));
            _stagedControls = Own(new PinnedBuffer(context, NetworkPlan.Regions * replicas * ControlBytes));
            _results = Own(new PinnedBuffer(context, NetworkPlan.Regions * replicas * RegionBytes));
            _side = Own(new DeviceStream(context));
            _downloads = Own(new DeviceStream(context));
            _computed = Own(new CudaEvent(context));
            _fork = Own(new CudaEvent(context));
            _joined = Own(new CudaEvent(context));
            Datasets = Own(new DeviceDatasets(Stream, 4 + (2 * replicas)));
            Stream.Upload<byte>(tables.Address, Plan.Tables);
            for (int replica = 0; replica < replicas; replica++)
            {
                Stream.Clear(At(Plan.State, replica), Plan.StateBytes);
            }

            foreach (KernelLaunch launch in Plan.All)
            {
                _kernels.TryAdd(launch.Kernel, lease.Kernels.Kernel(launch.Kernel));
            }

            _arguments = new byte[Plan.All.Max(launch => launch.Arguments.Length)];
            Info = new EngineInfo(context.Name, options.Precision, context.Target, 1);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public Network Network { get; }

    /// <summary>Samples of the largest batch.</summary>
    public int Capacity { get; }

    public int Replicas { get; }

    public EngineInfo Info { get; }

    public NetworkPlan Plan { get; }

    public DeviceStream Stream { get; } = null!;

    public DeviceDatasets Datasets { get; } = null!;

    private long ControlBytes { get; }

    private long RegionBytes => Plan.BlockSteps * Plan.RowValues * sizeof(double);

    /// <summary>The replica's own copy of a buffer that the plan gives for replica 0.</summary>
    public ulong At(ulong address, int replica) => address + (ulong)(replica * _stride);

    /// <summary>Where the host writes a replica's control block. In use until the device has come past the upload.</summary>
    public Span<int> StageControl(int region, int replica, in StepControl control)
    {
        long offset = StagedOffset(region, replica);
        _stagedControls.Span<StepControl>(offset, 1)[0] = control;
        return _stagedControls.Span<int>(offset + StepControl.Head, Plan.BlockSteps * Capacity);
    }

    /// <summary>Copies the control blocks of <paramref name="count"/> replicas to the device.</summary>
    public void UploadControls(int region, int first, int count) =>
        Stream.Upload(_controls.At(first * ControlBytes), _stagedControls, StagedOffset(region, first), count * ControlBytes);

    /// <summary>A graph of <paramref name="steps"/> steps of all replicas. The eigenvalues of each are computed beside the next one's forward pass.</summary>
    public LaunchGraph CaptureSteps(int steps) => Own(Stream.Capture(() =>
    {
        for (int step = 0; step < steps; step++)
        {
            Launch(Stream, 0, Replicas, Plan.Forward);
            if (step > 0)
            {
                Stream.WaitFor(_joined);
            }

            Launch(Stream, 0, Replicas, Plan.Loss);
            Launch(Stream, 0, Replicas, Plan.Backward);
            Stream.Record(_fork);
            _side.WaitFor(_fork);
            Launch(_side, 0, Replicas, Plan.Structure);
            _side.Record(_joined);
            Launch(Stream, 0, Replicas, Plan.Update);
        }

        Stream.WaitFor(_joined);
    }));

    /// <summary>One step of a replica, without a graph: the same launches in a row.</summary>
    public void LaunchStep(int replica, bool measures = true, bool updates = true)
    {
        Launch(Stream, replica, 1, Plan.Forward);
        Launch(Stream, replica, 1, Plan.Loss);
        if (measures || updates)
        {
            // Where nothing is measured too: the step must leave the bytes that a measured one leaves, and its gradient comes with the Gram sums.
            Launch(Stream, replica, 1, Plan.Backward);
        }

        if (measures)
        {
            Launch(Stream, replica, 1, Plan.Structure);
        }

        if (updates)
        {
            Launch(Stream, replica, 1, Plan.Update);
        }
    }

    private void Launch(DeviceStream stream, int first, int count, params ReadOnlySpan<KernelLaunch> launches)
    {
        var replicas = new Replicas { Control = _controls.Address, ControlStride = ControlBytes, Stride = _stride, First = first };
        foreach (KernelLaunch launch in launches)
        {
            Span<byte> arguments = _arguments.AsSpan(0, launch.Arguments.Length);
            launch.Arguments.CopyTo(arguments);
            MemoryMarshal.Write(arguments, in replicas);
            var shape = new LaunchShape((int)launch.GridX, (int)launch.GridY, count, launch.Threads, launch.SharedBytes);
            stream.Launch(_kernels[launch.Kernel], shape, arguments);
        }
    }

    /// <summary>
    /// Copies the first <c>steps[replica]</c> result rows of each replica to the host once they are computed, while the stream goes on with what is asked next;
    /// <paramref name="recorded"/> comes behind them. The device must have come past it before the region's rows are computed again.
    /// </summary>
    public void DownloadResultsBeside(int region, ReadOnlySpan<int> steps, CudaEvent recorded)
    {
        Stream.Record(_computed);
        _downloads.WaitFor(_computed);
        for (int replica = 0; replica < steps.Length; replica++)
        {
            if (steps[replica] > 0)
            {
                DownloadResults(_downloads, region, replica, steps[replica]);
            }
        }

        _downloads.Record(recorded);
    }

    /// <summary>Copies a replica's first <paramref name="steps"/> result rows of a region to the host, once the device has come to it.</summary>
    public void DownloadResults(DeviceStream stream, int region, int replica, int steps) => stream.Download(
        _results,
        ((region * Replicas) + replica) * RegionBytes,
        At(Plan.Results, replica) + (ulong)(region * RegionBytes),
        steps * Plan.RowValues * sizeof(double));

    /// <summary>One step's results on the host.</summary>
    public ResultReader Row(int region, int replica, int step)
    {
        long offset = (((region * Replicas) + replica) * RegionBytes) + (step * Plan.RowValues * sizeof(double));
        return new ResultReader(_results.Span<double>(offset, (int)Plan.RowValues), Capacity);
    }

    public void Dispose()
    {
        // Steps that were launched ahead may still be under way. Not every call that frees is promised to wait for them. Null: the constructor failed.
        Stream?.Settle();
        _downloads?.Settle();
        for (int i = _owned.Count - 1; i >= 0; i--)
        {
            _owned[i].Dispose();
        }

        _owned.Clear();
    }

    /// <summary>Freed with this, the last first.</summary>
    public T Own<T>(T resource)
        where T : IDisposable
    {
        _owned.Add(resource);
        return resource;
    }

    private long StagedOffset(int region, int replica) => ((region * (long)Replicas) + replica) * ControlBytes;
}
