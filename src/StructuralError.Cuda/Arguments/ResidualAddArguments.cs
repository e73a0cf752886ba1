using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Arguments;

/// <summary><c>Kernels/residual_add.cu</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ResidualAddArguments
{
    public Replicas Replicas;
    public ulong A;
    public ulong B;
    public ulong Sum;
    public int Features;
    public int Reserved;
}
