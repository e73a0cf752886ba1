using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace StructuralError.Benchmarks.Running;

/// <summary>How long and where benchmarks run.</summary>
internal static class JobChoice
{
    private const string QuickVariable = "STRUCTURAL_ERROR_BENCHMARKS_QUICK";

    /// <summary>Whether <c>--quick</c> was given. Kept in the environment because BenchmarkDotNet makes configurations by itself.</summary>
    public static bool IsQuick
    {
        get => Environment.GetEnvironmentVariable(QuickVariable) == "1";
        set => Environment.SetEnvironmentVariable(QuickVariable, value ? "1" : null);
    }

    /// <summary>Processes of their own: enough iterations for a median and its spread, a second or two each.</summary>
    public static Job Short { get; } = Job.Default
        .WithWarmupCount(3)
        .WithIterationCount(7)
        .WithIterationTime(TimeInterval.FromMilliseconds(100));

    /// <summary>No build, no process: for a look while working on a kernel.</summary>
    public static Job Quick { get; } = Job.Default
        .WithToolchain(InProcessEmitToolchain.Instance)
        .WithWarmupCount(2)
        .WithIterationCount(5)
        .WithIterationTime(TimeInterval.FromMilliseconds(40))
        .WithId("quick");
}
