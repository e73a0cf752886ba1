using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Arguments;

/// <summary>A row of the table of <c>Kernels/linear_update.cu</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LinearUpdateLayer
{
    public ulong Gradient;
    public ulong Input;
    public long Weight;
    public long Bias;
    public int Inputs;
    public int Outputs;
    public int HasBias;
    public int FirstBlock;
}
