using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Arguments;

/// <summary><c>Kernels/maxpool_pull_back.cu</c> and <c>avgpool_pull_back.cu</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PoolPullBackArguments
{
    public Replicas Replicas;
    public PoolShape Shape;
    public Cotangents Output;
    public Cotangents Add;
    public ulong Winners;
    public ulong To;
    public int Classes;
    public int SharedOutput;
    public int SharedAdd;
    public int Reserved;
}
