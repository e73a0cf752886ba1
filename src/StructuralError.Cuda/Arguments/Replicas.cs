using System.Runtime.InteropServices;

namespace StructuralError.Cuda.Arguments;

/// <summary>Where the replicas of a launch lie; <c>Kernels/step.h</c>. Every kernel's arguments begin with it, and it is filled in at the launch.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Replicas
{
    public ulong Control;
    public long ControlStride;
    public long Stride;
    public long First;
}
