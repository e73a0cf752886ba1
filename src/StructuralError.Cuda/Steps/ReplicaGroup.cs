using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Cuda.Driver;

namespace StructuralError.Cuda.Steps;

/// <summary>
/// What the engines of a group share: one device, one stream, one lock. The present of a replica is what its caller has seen; the device may be blocks ahead of
/// it. Whatever looks at the present then goes back to the block's snapshot and takes the steps since again, which gives the same bytes.
/// </summary>
internal sealed partial class ReplicaGroup
{
    // An object, not a Lock: callers wait on it for each other.
    private readonly object _gate = new();
    private readonly ReplicaSteps[] _replicas;
    private CudaException? _failure;

    public ReplicaGroup(DeviceNetwork device, IReadOnlyList<long> seeds)
    {
        Device = device;
        _replicas = [.. seeds.Select((seed, index) => new ReplicaSteps(index, seed))];

        // One thread that waits may spin: it is told the soonest. Ten would spin for the same event, on cores that others need.
        bool sleeps = seeds.Count > 1;
        _events = [device.Own(new CudaEvent(device.Stream.Context, sleeps)), device.Own(new CudaEvent(device.Stream.Context, sleeps))];
    }

    public DeviceNetwork Device { get; }

    public void Load(int index, ParameterSet parameters)
    {
        lock (_gate)
        {
            ReplicaSteps replica = Live(index);
            EngineArguments.Check(parameters, Device.Network);
            replica.Forget();
            Guard(() => Upload(replica, parameters));
        }
    }

    public void Save(int index, ParameterSet parameters)
    {
        lock (_gate)
        {
            ReplicaSteps replica = Live(index);
            EngineArguments.Check(parameters, Device.Network);
            Visit(replica, () => Download(replica, parameters));
        }
    }

    public void Measure(int index, in Batch batch, Measurements into)
    {
        Batch present = batch;
        lock (_gate)
        {
            ReplicaSteps replica = Live(index);
            EngineArguments.Check(batch, into, Device.Network, Device.Capacity);
            Visit(replica, () => RunDirect(replica, present, null, into));
        }
    }

    public void Step(int index, in Batch batch, in SgdOptions sgd, Measurements into)
    {
        LaunchedBlock? block = null;
        ReplicaSteps replica;
        lock (_gate)
        {
            replica = Live(index);
            EngineArguments.Check(batch, into, Device.Network, Device.Capacity);
            bool announced = replica.IsAnnounced(batch, sgd);
            if (announced && into.Level <= MeasurementLevel.Structure)
            {
                block = Ahead(replica);
            }
            else
            {
                StepDirect(replica, batch, sgd, into, announced);
            }
        }

        if (block is not null)
        {
            Deliver(replica, block, batch.Count, into);
        }
    }

    public void Prefetch(int index, in UpcomingSteps steps)
    {
        lock (_gate)
        {
            ReplicaSteps replica = Live(index);
            Guard(() => Return(replica));
            replica.Forget();
            replica.Prefetched = CanRun(steps) ? steps : null;
        }
    }

    public Evaluation Evaluate(int index, Dataset data)
    {
        Evaluation evaluation = default;
        lock (_gate)
        {
            ReplicaSteps replica = Live(index);
            EngineArguments.Check(data, Device.Network);
            EngineArguments.CheckLabels(data, Device.Network);
            Visit(replica, () => evaluation = EvaluateDirect(replica, data));
        }

        return evaluation;
    }

    /// <summary>The replica is not waited for any more; the last one to leave frees the device.</summary>
    public void Release(int index)
    {
        lock (_gate)
        {
            ReplicaSteps replica = _replicas[index];
            if (replica.IsDisposed)
            {
                return;
            }

            replica.IsDisposed = true;
            replica.Forget();
            if (_replicas.All(other => other.IsDisposed))
            {
                Device.Dispose();
                return;
            }

            // Those that wait for a launch try again.
            Monitor.PulseAll(_gate);
        }
    }

    private ReplicaSteps Live(int index)
    {
        ReplicaSteps replica = _replicas[index];
        ObjectDisposedException.ThrowIf(replica.IsDisposed, typeof(IEngine));
        ThrowIfFailed();
        return replica;
    }

    private void ThrowIfFailed()
    {
        if (_failure is not null)
        {
            throw new CudaException(_failure.Message, _failure.Result);
        }
    }

    /// <summary>A failure of the device is one for all replicas, those that wait included.</summary>
    private void Guard(Action work)
    {
        try
        {
            work();
        }
        catch (CudaException failure)
        {
            _failure = failure;
            Monitor.PulseAll(_gate);
            throw;
        }
    }

    private void Upload(ReplicaSteps replica, ParameterSet parameters)
    {
        double[] values =
        [
            .. parameters.Parameters.SelectMany(parameter => parameter.Values),
            .. parameters.Parameters.SelectMany(parameter => parameter.Momentum),
            .. parameters.Parameters.SelectMany(parameter => parameter.Compensation),
        ];
        ulong state = Device.At(Device.Plan.State, replica.Index);
        if (Device.Plan.ElementBytes == sizeof(double))
        {
            Device.Stream.Upload<double>(state, values);
        }
        else
        {
            Device.Stream.Upload<float>(state, Array.ConvertAll(values, value => (float)value));
        }
    }

    private void Download(ReplicaSteps replica, ParameterSet parameters)
    {
        double[] values = new double[Device.Plan.StateValues];
        ulong state = Device.At(Device.Plan.State, replica.Index);
        if (Device.Plan.ElementBytes == sizeof(double))
        {
            Device.Stream.Download<double>(values, state);
        }
        else
        {
            float[] singles = new float[values.Length];
            Device.Stream.Download<float>(singles, state);
            values = Array.ConvertAll(singles, value => (double)value);
        }

        int place = 0, third = values.Length / 3;
        foreach (Parameter parameter in parameters.Parameters)
        {
            Array.Copy(values, place, parameter.Values, 0, parameter.Values.Length);
            Array.Copy(values, third + place, parameter.Momentum, 0, parameter.Values.Length);
            Array.Copy(values, (2 * third) + place, parameter.Compensation, 0, parameter.Values.Length);
            place += parameter.Values.Length;
        }
    }
}
