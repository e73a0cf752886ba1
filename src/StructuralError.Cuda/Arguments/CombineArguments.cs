using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Arguments;

/// <summary><c>Kernels/combine_cotangents.cu</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CombineArguments
{
    public Replicas Replicas;
    public Cotangents From;
    public Cotangents Add;
    public ulong To;
    public int Classes;
    public int SharedFrom;
    public int SharedAdd;
    public int Reserved;
}
