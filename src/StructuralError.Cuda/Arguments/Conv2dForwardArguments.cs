using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Arguments;

/// <summary><c>Kernels/conv2d_forward.cu</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Conv2dForwardArguments
{
    public Replicas Replicas;
    public ConvolutionShape Shape;
    public ulong X;
    public ulong Weights;
    public ulong Bias;
    public ulong Y;
    public ulong Skip;
    public ulong Sum;
    public ulong Taps;
    public int Relu;
    public int Reserved;
}
