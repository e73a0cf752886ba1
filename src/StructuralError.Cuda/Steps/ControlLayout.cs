using System.Runtime.CompilerServices;
using StructuralError.Cuda.Arguments;

namespace StructuralError.Cuda.Steps;

/// <summary>One replica's control block: <see cref="StepControl"/>, then the samples of a block of steps.</summary>
internal static class ControlLayout
{
    private const long Alignment = 256;

    /// <summary>Where the order begins.</summary>
    public static int Head => Unsafe.SizeOf<StepControl>();

    /// <summary>From one replica's to the next.</summary>
    public static long Bytes(NetworkPlan plan, int capacity) =>
        (Head + ((long)plan.BlockSteps * capacity * sizeof(int)) + Alignment - 1) / Alignment * Alignment;
}
