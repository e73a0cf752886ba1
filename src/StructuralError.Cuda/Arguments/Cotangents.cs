using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Arguments;

/// <summary>A view of cotangents as kernels take it; <c>Kernels/cotangents.h</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Cotangents
{
    public ulong D;
    public ulong Factor;
    public long SampleStride;
    public int Mode;
    public int Features;
}
