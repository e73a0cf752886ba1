using StructuralError.Core.Engines;
using StructuralError.Cuda.Driver;

namespace StructuralError.Cuda.Steps;

/// <summary>Where one replica stands: what its caller announced, and what of it the device was given.</summary>
/// <param name="seed">Seed of the dropout masks.</param>
internal sealed class ReplicaSteps(int index, long seed)
{
    public int Index { get; } = index;

    public long Seed { get; } = seed;

    public bool IsDisposed { get; set; }

    /// <summary>Whether the next block may be launched for this replica.</summary>
    public bool Wants { get; set; }

    /// <summary>Null where nothing is announced.</summary>
    public UpcomingSteps? Prefetched { get; set; }

    /// <summary>Which of the announced steps the next block begins with.</summary>
    public int Next { get; set; }

    /// <summary>Blocks whose results the caller does not have completely: at most two.</summary>
    public Queue<LaunchedBlock> Blocks { get; } = [];

    /// <summary>Which of the announced steps the caller comes to next.</summary>
    public int Present => Blocks.TryPeek(out LaunchedBlock? block) ? block.First + block.Delivered : Next;

    public bool HasMore => Prefetched is { } steps && Next < steps.Count;

    /// <summary>Whether the caller's next step is the announced one.</summary>
    public bool IsAnnounced(in Batch batch, in SgdOptions sgd)
    {
        if (Prefetched is not { } steps || Present >= steps.Count || sgd != steps.Sgd)
        {
            return false;
        }

        Batch next = steps[Present];
        return ReferenceEquals(next.Data, batch.Data) && next.Step == batch.Step && next.Indices.Span.SequenceEqual(batch.Indices.Span);
    }

    /// <summary>Nothing is announced any more; what was launched ahead is of no use.</summary>
    public void Forget()
    {
        Blocks.Clear();
        (Prefetched, Next, Wants) = (null, 0, false);
    }
}

/// <summary>Steps of one replica that the device was given ahead of their being asked for.</summary>
/// <param name="Steps">What was announced.</param>
/// <param name="First">Which of the announced steps is the block's first.</param>
/// <param name="Recorded">Behind the block's results in the stream.</param>
internal sealed record LaunchedBlock(int Region, UpcomingSteps Steps, int First, int Count, CudaEvent Recorded)
{
    /// <summary>Steps whose results the caller has.</summary>
    public int Delivered { get; set; }

    /// <summary>Waits for the results, which costs nothing once they are there.</summary>
    public void Wait()
    {
        if (Delivered == 0)
        {
            Recorded.Synchronize();
        }
    }
}
