using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Arguments;

/// <summary>Windows of a pooling layer; <c>Kernels/pooling.h</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PoolShape
{
    public int Channels;
    public int Height;
    public int Width;
    public int PooledHeight;
    public int PooledWidth;
    public int WindowHeight;
    public int WindowWidth;
    public int Stride;
}
