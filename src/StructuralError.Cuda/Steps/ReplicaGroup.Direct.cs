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

        StageDirect(replica, block.Steps, block.First, block.Delivered);
        for (int step = 0; step < block.Delivered; step++)
        {
            Device.LaunchStep(replica.Index);
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
        StageDirect(replica, new UpcomingSteps(batch.Data, batch.Indices, batch.Count, batch.Step, sgd ?? default), 0, 1, dropout: sgd is not null);
        Device.LaunchStep(replica.Index, measures: into.Level > MeasurementLevel.Loss, updates: sgd is not null);
        DownloadDirect(replica, 1);
        Device.Row(DeviceNetwork.DirectRegion, replica.Index, 0).CopyTo(into, batch.Count);
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
        double loss = 0;
        int correct = 0;
        var batches = new UpcomingSteps(data, Enumerable.Range(0, data.Count).ToArray(), Device.Capacity, 0, default);
        for (int first = 0; first < batches.Count; first += Device.Plan.BlockSteps)
        {
            int count = Math.Min(Device.Plan.BlockSteps, batches.Count - first);
            StageDirect(replica, batches, first, count, dropout: false);
            for (int batch = 0; batch < count; batch++)
            {
                Device.LaunchStep(replica.Index, measures: false, updates: false);
            }

            DownloadDirect(replica, count);
            for (int batch = 0; batch < count; batch++)
            {
                ResultReader row = Device.Row(DeviceNetwork.DirectRegion, replica.Index, batch);
                for (int n = 0; n < batches[first + batch].Count; n++)
                {
                    loss += row.Loss[n];
                    correct += row.IsCorrect(n) ? 1 : 0;
                }
            }
        }

        return new Evaluation(loss / data.Count, (double)correct / data.Count, data.Count);
    }

    private void StageDirect(ReplicaSteps replica, in UpcomingSteps steps, int first, int count, bool dropout = true)
    {
        Stage(replica, DeviceNetwork.DirectRegion, steps, first, count, dropout);
        Device.UploadControls(DeviceNetwork.DirectRegion, replica.Index, 1);
    }

    private void DownloadDirect(ReplicaSteps replica, int steps)
    {
        Device.DownloadResults(Device.Stream, DeviceNetwork.DirectRegion, replica.Index, steps);
        Device.Stream.Synchronize();
    }
}
