using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Steps;

/// <summary>
/// What the device knows of a block of steps; <c>Kernels/step.h</c>. The order of the block's samples follows it. The last fields are the device's own.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct StepControl
{
    public double Rate, Momentum, Decay;
    public long FirstStep, Seed;
    public ulong Pixels, Labels, Targets;
    public int Steps, Batch, Samples, Dropout, BytePixels, FirstRow, Counter, Index, First, Count;
    public long Step;
    public int MeasuredIndex, MeasuredCount;
    public long Reserved;

    private const long Alignment = 256;

    /// <summary>Where the order of the samples begins.</summary>
    public static int Head => Unsafe.SizeOf<StepControl>();

    /// <summary>From one replica's control block to the next.</summary>
    public static long Bytes(NetworkPlan plan, int capacity) =>
        (Head + ((long)plan.BlockSteps * capacity * sizeof(int)) + Alignment - 1) / Alignment * Alignment;
}
