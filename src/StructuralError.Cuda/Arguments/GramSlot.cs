using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Arguments;

/// <summary>A stretch of features of one layer's Gram part; <c>Kernels/gram.h</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GramSlot
{
    public Cotangents Rows;
    public ulong Input;
    public ulong Products;
    public ulong Gradient;
    public int Inputs;
    public int Bias;
    public int Layer;
    public int Begin;
    public int Length;
    public int SharedRows;
}
