using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Arguments;

/// <summary><c>Kernels/softmax_loss.cu</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SoftmaxLossArguments
{
    public Replicas Replicas;
    public ulong Logits;
    public ulong Error;
    public ulong Results;
    public int Classes;
    public int Capacity;
}
