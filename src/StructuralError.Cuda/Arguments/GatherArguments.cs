using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Arguments;

/// <summary><c>Kernels/gather_batch.cu</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GatherArguments
{
    public Replicas Replicas;
    public ulong X;
    public int Inputs;
    public int Reserved;
}
