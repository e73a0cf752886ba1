using StructuralError.Core.Data;
using StructuralError.Core.Engines;

namespace StructuralError.Cuda.Steps;

/// <summary>What was not announced: done at once, for one replica, from its present state.</summary>
internal sealed partial class ReplicaGroup
{
    /// <summary>Looks at the present state and leaves everything as it was, blocks launched ahead included.</summary>
    private void Visit(ReplicaSteps replica, Action work) => Guard(() =>
    {
        if (replica.Blocks.Count == 0)
        {
            work();
            return;
        }

        CopyState(replica, Device.Plan.Parked, Device.Plan.State);
        GoBack(replica);
        work();
        CopyState(replica, Device.Plan.State, Device.Plan.Parked);
    });

    /// <summary>Makes the present state the replica's state again; what was launched ahead is forgotten, what was announced is not.</summary>
    private void Return(ReplicaSteps replica)
    {
        if (replica.Blocks.Count > 0)
        {
            int present = replica.Present;
            GoBack(replica);
            replica.Blocks.Clear();
            replica.Next = present;
        }

        replica.Wants = false;
    }

    /// <summary>From the snapshot of the present block, the steps that were delivered are taken again.</summary>
    private void GoBack(ReplicaSteps replica)
    {
        LaunchedBlock block = replica.Blocks.Peek();
        CopyState(replica, Device.Plan.State, Device.Plan.Snapshots[block.Region]);
        if (block.Delivered == 0)
        {
            return;
        }

        Stage(replica, DeviceNetwork.DirectRegion, block.Steps, block.First, block.Delivered);
        Device.UploadControls(DeviceNetwork.DirectRegion, replica.Index, 1);
        for (int step = 0; step < block.Delivered; step++)
        {
            Device.LaunchStep(replica.Index, 1);
        }

        // The staged control block is written again by what comes next.
        Device.Stream.Synchronize();
    }

    /// <param name="announced">Whether the step is the announced one, of which more was asked than blocks give.</param>
    private void StepDirect(ReplicaSteps replica, Batch batch, SgdOptions sgd, Measurements into, bool announced) => Guard(() =>
    {
        Return(replica);
        RunDirect(replica, batch, sgd, into);
        if (announced)
        {
            replica.Next++;
        }
        else
        {
            replica.Forget();
        }
    });

    /// <param name="sgd">Null to measure only, without dropout.</param>
    private void RunDirect(ReplicaSteps replica, Batch batch, SgdOptions? sgd, Measurements into)
    {
        DeviceDataset data = Device.Datasets.Of(batch.Data);
        SgdOptions step = sgd ?? default;
        Span<int> order = Device.StageControl(DeviceNetwork.DirectRegion, replica.Index, new StepControl
        {
            Rate = step.LearningRate,
            Momentum = step.Momentum,
            Decay = step.WeightDecay,
            FirstStep = batch.Step,
            Seed = replica.Seed,
            Pixels = data.Pixels,
            Labels = data.Labels,
            Targets = data.Targets,
            Steps = 1,
            Batch = batch.Count,
            Samples = batch.Count,
            Dropout = sgd is null ? 0 : 1,
            BytePixels = data.HasBytes ? 1 : 0,
            FirstRow = Device.Plan.RegionRow(DeviceNetwork.DirectRegion),
        });
        batch.Indices.Span.CopyTo(order);
        Device.UploadControls(DeviceNetwork.DirectRegion, replica.Index, 1);
        Device.Launch(Device.Plan.Forward, replica.Index, 1);
        Device.Launch(Device.Plan.Loss, replica.Index, 1);
        if (sgd is not null || into.Level > MeasurementLevel.Loss)
        {
            // A plain step too: it must leave the bytes that a measured one leaves, and its gradient comes with the Gram sums.
            Device.Launch(Device.Plan.Backward, replica.Index, 1);
        }

        if (into.Level > MeasurementLevel.Loss)
        {
            Device.Launch(Device.Plan.Structure, replica.Index, 1);
        }

        if (sgd is not null)
        {
            Device.Launch(Device.Plan.Update, replica.Index, 1);
        }

        Device.DownloadResults(DeviceNetwork.DirectRegion, replica.Index, 1);
        Device.Stream.Synchronize();
        new ResultReader(Device.Row(DeviceNetwork.DirectRegion, replica.Index, 0), Device.Options.BatchCapacity).CopyTo(into, batch.Count);
        DownloadMatrices(replica, batch.Count, into);
    }

    private void DownloadMatrices(ReplicaSteps replica, int count, Measurements into)
    {
        int square = into.Classes * into.Classes;
        if (into.Level >= MeasurementLevel.Matrix)
        {
            Device.Stream.Download(into.A.AsSpan(0, count * square), Device.At(Device.Plan.Matrix, replica.Index));
        }

        if (into.Level >= MeasurementLevel.Layers)
        {
            Device.Stream.Download(into.LayerA.AsSpan(0, count * into.LayerCount * square), Device.At(Device.Plan.Parts, replica.Index));
        }
    }

    private Evaluation EvaluateDirect(ReplicaSteps replica, Dataset data)
    {
        int capacity = Device.Options.BatchCapacity, most = Device.Plan.BlockSteps * capacity, correct = 0;
        double loss = 0;
        DeviceDataset copy = Device.Datasets.Of(data);
        for (int first = 0; first < data.Count; first += most)
        {
            int samples = Math.Min(most, data.Count - first), batches = (samples + capacity - 1) / capacity;
            Span<int> order = Device.StageControl(DeviceNetwork.DirectRegion, replica.Index, new StepControl
            {
                Pixels = copy.Pixels,
                Labels = copy.Labels,
                Targets = copy.Targets,
                Steps = batches,
                Batch = capacity,
                Samples = samples,
                BytePixels = copy.HasBytes ? 1 : 0,
                FirstRow = Device.Plan.RegionRow(DeviceNetwork.DirectRegion),
            });
            for (int n = 0; n < samples; n++)
            {
                order[n] = first + n;
            }

            Device.UploadControls(DeviceNetwork.DirectRegion, replica.Index, 1);
            for (int batch = 0; batch < batches; batch++)
            {
                Device.Launch(Device.Plan.Forward, replica.Index, 1);
                Device.Launch(Device.Plan.Loss, replica.Index, 1);
            }

            Device.DownloadResults(DeviceNetwork.DirectRegion, replica.Index, batches);
            Device.Stream.Synchronize();
            for (int n = 0; n < samples; n++)
            {
                var row = new ResultReader(Device.Row(DeviceNetwork.DirectRegion, replica.Index, n / capacity), capacity);
                loss += row.Loss[n % capacity];
                correct += row.IsCorrect(n % capacity) ? 1 : 0;
            }
        }

        return new Evaluation(loss / data.Count, (double)correct / data.Count, data.Count);
    }
}
