using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Arguments;

/// <summary><c>Kernels/gram_parts.cu</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GramPartsArguments
{
    public Replicas Replicas;
    public ulong Slots;
    public ulong Pairs;
    public ulong Error;
    public ulong Partial;
    public ulong Scale;
    public int Classes;
    public int PairCount;
    public int SlotCount;
    public int LayerCount;
}
