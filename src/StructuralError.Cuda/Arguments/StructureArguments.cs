using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Arguments;

/// <summary><c>Kernels/structure.cu</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct StructureArguments
{
    public Replicas Replicas;
    public ulong Layers;
    public ulong Pairs;
    public ulong Partial;
    public ulong Scale;
    public ulong Error;
    public ulong Matrix;
    public ulong Parts;
    public ulong Work;
    public ulong Results;
    public int Classes;
    public int PairCount;
    public int SlotCount;
    public int LayerCount;
    public int Capacity;
    public int Reserved;
}
