using System.Runtime.Intrinsics;

namespace StructuralError.Tests.Engines;

/// <summary>Names of instruction sets as <c>EngineInfo.InstructionSet</c> has them, by vector width, and what this process offers.</summary>
public static class InstructionSets
{
    /// <summary>Set in a child process: the instruction set it has to run on.</summary>
    public const string ExpectVariable = "STRUCTURAL_ERROR_EXPECT_ISA";

    private static readonly string[] Ascending = ["scalar", "vector128", "avx2", "avx512"];

    /// <summary>What this process is told to run on, or null in an ordinary test run.</summary>
    public static string? Expected => Environment.GetEnvironmentVariable(ExpectVariable);

    /// <summary>The widest that the runtime accelerates in this process.</summary>
    public static string Offered =>
        Vector512.IsHardwareAccelerated ? "avx512"
        : Vector256.IsHardwareAccelerated ? "avx2"
        : Vector128.IsHardwareAccelerated ? "vector128"
        : "scalar";

    public static string Narrower(string a, string b) => Ascending[Math.Min(Array.IndexOf(Ascending, a), Array.IndexOf(Ascending, b))];
}
