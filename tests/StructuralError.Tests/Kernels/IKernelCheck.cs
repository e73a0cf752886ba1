using System.Numerics;
using StructuralError.Cpu.Simd;

namespace StructuralError.Tests.Kernels;

/// <summary>A test body that runs for one instruction set and element type.</summary>
internal interface IKernelCheck
{
    void Run<T, TVector, TWide, TSimd>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : struct
        where TWide : struct
        where TSimd : struct, ISimd<T, TVector, TWide>;
}
