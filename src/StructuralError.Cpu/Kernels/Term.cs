using System.Runtime.InteropServices;

namespace StructuralError.Cpu.Kernels;

/// <summary>One term of a <see cref="Tile{T, TVector, TWide, TSimd}"/> sum: x[X] · w[W].</summary>
/// <remarks>Read as one 64-bit number, X in its lower half: what bounds the sum are the loads.</remarks>
[StructLayout(LayoutKind.Sequential)]
internal struct Term
{
    /// <summary>Element offset of the scalar, not negative.</summary>
    public int X;

    /// <summary>Element offset of the vector.</summary>
    public int W;
}
