using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Arguments;

/// <summary><c>Kernels/conv2d_patch_product.cu</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Conv2dPatchProductArguments
{
    public Replicas Replicas;
    public Cotangents Output;
    public ulong Kernel;
    public ulong Products;
    public int Classes;
    public int Outputs;
    public int Positions;
    public int SharedOutput;
}
