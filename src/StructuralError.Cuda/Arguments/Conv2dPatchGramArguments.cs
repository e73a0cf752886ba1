using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Arguments;

/// <summary><c>Kernels/conv2d_patch_gram.cu</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Conv2dPatchGramArguments
{
    public Replicas Replicas;
    public ConvolutionShape Shape;
    public ulong X;
    public ulong Kernel;
    public ulong Taps;
}
