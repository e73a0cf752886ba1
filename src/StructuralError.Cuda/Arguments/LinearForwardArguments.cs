using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Arguments;

/// <summary><c>Kernels/linear_forward.cu</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LinearForwardArguments
{
    public Replicas Replicas;
    public ulong X;
    public ulong Weights;
    public ulong Bias;
    public ulong Y;
    public ulong Skip;
    public ulong Sum;
    public int Inputs;
    public int Outputs;
    public int Relu;
    public int Reserved;
}
