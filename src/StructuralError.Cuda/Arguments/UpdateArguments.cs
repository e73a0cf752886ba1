using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Arguments;

/// <summary><c>Kernels/linear_update.cu</c> and <c>sample_gradient_update.cu</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct UpdateArguments
{
    public Replicas Replicas;
    public ulong Layers;
    public ulong State;
    public long Parameters;
    public int LayerCount;
    public int Reserved;
}
