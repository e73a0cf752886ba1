using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Arguments;

/// <summary>Where one layer's sums lie among the slots'; <c>Kernels/gram.h</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GramLayer
{
    public int FirstSlot;
    public int Slots;
    public int IsIdentity;
    public int Reserved;
}
