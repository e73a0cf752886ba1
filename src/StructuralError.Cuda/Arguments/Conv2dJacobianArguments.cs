using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Arguments;

/// <summary><c>Kernels/conv2d_jacobian.cu</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Conv2dJacobianArguments
{
    public Replicas Replicas;
    public ConvolutionShape Shape;
    public Cotangents Output;
    public ulong X;
    public ulong Jacobian;
    public ulong Taps;
    public int Classes;
    public int SharedOutput;
}
