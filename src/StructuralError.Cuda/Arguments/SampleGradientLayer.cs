using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Arguments;

/// <summary>A row of the table of <c>Kernels/sample_gradient_update.cu</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SampleGradientLayer
{
    public ulong Gradient;
    public long Weight;
    public long Bias;
    public int Outputs;
    public int Terms;
    public int HasBias;
    public int FirstBlock;
}
