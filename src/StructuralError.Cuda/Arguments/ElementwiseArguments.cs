using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Arguments;

/// <summary><c>Kernels/elementwise_forward.cu</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ElementwiseArguments
{
    public Replicas Replicas;
    public ulong X;
    public ulong Y;
    public ulong Factor;
    public ulong Before;
    public double Probability;
    public long Ordinal;
    public int Features;
    public int Kind;
    public int BeforeMode;
    public int Reserved;
}
