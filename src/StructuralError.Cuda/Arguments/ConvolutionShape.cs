using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Arguments;

/// <summary>Geometry of a convolution; <c>Kernels/convolution.h</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ConvolutionShape
{
    public int Inputs;
    public int InputHeight;
    public int InputWidth;
    public int Outputs;
    public int OutputHeight;
    public int OutputWidth;
    public int Kernel;
    public int Stride;
    public int Padding;
    public int Bias;
}
