using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Arguments;

/// <summary>A row of the table of <c>Kernels/conv2d_update.cu</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Conv2dUpdateLayer
{
    public ulong Gradient;
    public long Weight;
    public long Bias;
    public int Outputs;
    public int Terms;
    public int HasBias;
    public int FirstBlock;
}
