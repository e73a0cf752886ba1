using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Arguments;

/// <summary><c>Kernels/loss.h</c>: what the kernel of every loss takes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LossArguments
{
    public Replicas Replicas;
    public ulong Logits;
    public ulong Error;
    public ulong Results;
    public double Parameter;
    public int Classes;
    public int Capacity;
}
