using StructuralError.Core.Engines;
using StructuralError.Cuda.Driver;

namespace StructuralError.Cuda.Steps;

/// <summary>
/// Prefetched steps, in blocks: one graph launch for many steps, the device counting them. While a caller reads the rows of one block the next one runs; the
/// host waits once a block.
/// </summary>
internal sealed partial class ReplicaGroup
{
    /// <summary>How long a replica waits for the others before it is launched with those that are ready. Grouping changes no bytes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    // Behind the results of the two blocks in flight.
    private readonly CudaEvent[] _events;
    private LaunchGraph? _block;
    private LaunchGraph? _single;
    private long _launched;

    /// <summary>The block that holds the replica's present step; also asks for the one after it.</summary>
    private LaunchedBlock Ahead(ReplicaSteps replica)
    {
        if (replica.Blocks.Count == 0)
        {
            replica.Wants = true;
            TryLaunch(everyone: true);
            while (replica.Blocks.Count == 0)
            {
                bool changed = Monitor.Wait(_gate, Patience);
                ThrowIfFailed();
                if (replica.Blocks.Count == 0)
                {
                    TryLaunch(everyone: changed);
                }
            }
        }

        LaunchedBlock block = replica.Blocks.Peek();
        if (block.Delivered == 0 && replica.Blocks.Count == 1 && replica.HasMore)
        {
            replica.Wants = true;
            TryLaunch(everyone: true);
        }

        return block;
    }

    /// <summary>Hands over a step's results. Without the lock: nobody else touches the block's rows until they are all delivered.</summary>
    private void Deliver(ReplicaSteps replica, LaunchedBlock block, int count, Measurements into)
    {
        try
        {
            block.Wait();
        }
        catch (CudaException failure)
        {
            lock (_gate)
            {
                _failure = failure;
                Monitor.PulseAll(_gate);
            }

            throw;
        }

        Device.Row(block.Region, replica.Index, block.Delivered).CopyTo(into, count);
        lock (_gate)
        {
            block.Delivered++;
            if (block.Delivered == block.Count)
            {
                replica.Blocks.Dequeue();

                // Somebody may wait for the block's region.
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <param name="everyone">Whether to wait until every replica wants its next block.</param>
    private void TryLaunch(bool everyone)
    {
        int region = (int)(_launched % _events.Length);
        ReplicaSteps[] live = [.. _replicas.Where(replica => !replica.IsDisposed)], ready = [.. live.Where(replica => replica.Wants && replica.HasMore)];
        bool regionIsFree = !live.Any(replica => replica.Blocks.Any(block => block.Region == region));
        if (ready.Length > 0 && regionIsFree && (!everyone || ready.Length == live.Length))
        {
            Guard(() => Launch(ready, region));
        }
    }

    private void Launch(ReplicaSteps[] ready, int region)
    {
        // The region's last block may have been abandoned while the device had not come to its control blocks, or its rows were being copied.
        _events[region].Synchronize();
        int[] counts = new int[_replicas.Length];
        foreach (ReplicaSteps replica in _replicas)
        {
            if (ready.Contains(replica))
            {
                counts[replica.Index] = Math.Min(Device.Plan.BlockSteps, replica.Prefetched!.Value.Count - replica.Next);
                Stage(replica, region, replica.Prefetched.Value, replica.Next, counts[replica.Index]);
            }
            else
            {
                // It takes no step.
                Device.StageControl(region, replica.Index, default);
            }
        }

        Device.UploadControls(region, 0, _replicas.Length);
        foreach (ReplicaSteps replica in ready)
        {
            CopyState(replica, Device.Plan.Snapshots[region], Device.Plan.State);
        }

        int steps = counts.Max();
        if (steps == Device.Plan.BlockSteps)
        {
            Device.Stream.Launch(_block ??= Device.CaptureSteps(steps));
        }
        else
        {
            for (int i = 0; i < steps; i++)
            {
                Device.Stream.Launch(_single ??= Device.CaptureSteps(1));
            }
        }

        Device.DownloadResultsBeside(region, counts, _events[region]);
        foreach (ReplicaSteps replica in ready)
        {
            replica.Blocks.Enqueue(new LaunchedBlock(region, replica.Prefetched!.Value, replica.Next, counts[replica.Index], _events[region]));
            replica.Next += counts[replica.Index];
            replica.Wants = false;
        }

        _launched++;
        Monitor.PulseAll(_gate);
    }

    /// <summary>Control block for steps <paramref name="first"/> … + <paramref name="count"/> − 1.</summary>
    private void Stage(ReplicaSteps replica, int region, in UpcomingSteps steps, int first, int count, bool dropout = true)
    {
        int begin = first * steps.BatchSize, samples = Math.Min(count * steps.BatchSize, steps.Indices.Length - begin);
        DeviceDataset data = Device.Datasets.Of(steps.Data);
        Span<int> order = Device.StageControl(region, replica.Index, new StepControl
        {
            Rate = steps.Sgd.LearningRate,
            Momentum = steps.Sgd.Momentum,
            Decay = steps.Sgd.WeightDecay,
            FirstStep = steps.FirstStep + first,
            Seed = replica.Seed,
            Pixels = data.Pixels,
            Labels = data.Labels,
            Targets = data.Targets,
            Steps = count,
            Batch = steps.BatchSize,
            Samples = samples,
            Dropout = dropout ? 1 : 0,
            BytePixels = data.HasBytes ? 1 : 0,
            FirstRow = Device.Plan.RegionRow(region),
        });
        steps.Indices.Span.Slice(begin, samples).CopyTo(order);
    }

    private void CopyState(ReplicaSteps replica, ulong to, ulong from) =>
        Device.Stream.Copy(Device.At(to, replica.Index), Device.At(from, replica.Index), Device.Plan.StateBytes);

    /// <summary>What cannot be run is left to the steps themselves, which say why.</summary>
    private bool CanRun(in UpcomingSteps steps)
    {
        if (steps.BatchSize < 1 || steps.BatchSize > Device.Capacity || steps.Indices.IsEmpty
            || steps.Data.SampleShape.Count != Device.Network.Input.Count
            || (steps.Data.IsSoft && steps.Data.TargetClasses != Device.Network.Classes))
        {
            return false;
        }

        byte[] labels = steps.Data.Labels;
        foreach (int index in steps.Indices.Span)
        {
            if (index < 0 || index >= labels.Length || labels[index] >= Device.Network.Classes)
            {
                return false;
            }
        }

        return true;
    }
}
