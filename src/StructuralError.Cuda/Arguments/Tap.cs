using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Arguments;

/// <summary>
/// One term of a convolution's sum: where the channel's image begins, where the weight lies, the kernel cell's row and column; <c>Kernels/convolution.h</c>.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Tap
{
    public int Image;
    public int Weight;
    public int Row;
    public int Column;
}
