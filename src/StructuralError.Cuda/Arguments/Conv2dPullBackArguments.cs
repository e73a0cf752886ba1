using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Arguments;

/// <summary><c>Kernels/conv2d_pull_back.cu</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Conv2dPullBackArguments
{
    public Replicas Replicas;
    public ConvolutionShape Shape;
    public Cotangents Output;
    public Cotangents Add;
    public ulong Weights;
    public ulong To;
    public ulong Taps;
    public int Classes;
    public int SharedOutput;
    public int SharedAdd;
    public int Reserved;
}
