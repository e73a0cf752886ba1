using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Arguments;

/// <summary><c>Kernels/linear_pull_back.cu</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LinearPullBackArguments
{
    public Replicas Replicas;
    public Cotangents Output;
    public Cotangents Add;
    public ulong Weights;
    public ulong To;
    public int Classes;
    public int SharedOutput;
    public int SharedAdd;
    public int Reserved;
}
