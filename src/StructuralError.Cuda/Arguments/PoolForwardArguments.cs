using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Arguments;

/// <summary><c>Kernels/maxpool_forward.cu</c> and <c>avgpool_forward.cu</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PoolForwardArguments
{
    public Replicas Replicas;
    public PoolShape Shape;
    public ulong X;
    public ulong Y;
    public ulong Winners;
}
