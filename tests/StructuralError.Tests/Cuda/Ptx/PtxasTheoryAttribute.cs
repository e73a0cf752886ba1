using Xunit;

namespace StructuralError.Tests.Cuda.Ptx;

/// <summary>A test that needs NVIDIA's assembler, which is part of the CUDA toolkit: PTXAS, or ptxas in PATH.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PtxasTheoryAttribute : TheoryAttribute
{
    public PtxasTheoryAttribute()
    {
        if (Path is null)
        {
            Skip = "ptxas is neither named by PTXAS nor in PATH";
        }
    }

    public static string? Path => Tool.Find(Environment.GetEnvironmentVariable("PTXAS"), "ptxas");
}
