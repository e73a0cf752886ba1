using StructuralError.Core.Engines;
using StructuralError.Cuda.Driver;

namespace StructuralError.Cuda.Steps;

/// <summary>Steps of one replica that the device was given ahead of their being asked for.</summary>
/// <param name="steps">What was announced.</param>
/// <param name="first">Which of the announced steps is the block's first.</param>
/// <param name="recorded">Behind the block's results in the stream.</param>
internal sealed class LaunchedBlock(int region, in UpcomingSteps steps, int first, int count, CudaEvent recorded)
{
    public int Region { get; } = region;

    public UpcomingSteps Steps { get; } = steps;

    public int First { get; } = first;

    public int Count { get; } = count;

    /// <summary>Steps whose results the caller has.</summary>
    public int Delivered { get; set; }

    /// <summary>Waits for the results, which costs nothing once they are there.</summary>
    public void Wait()
    {
        if (Delivered == 0)
        {
            recorded.Synchronize();
        }
    }
}
