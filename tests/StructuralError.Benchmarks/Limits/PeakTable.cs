using static StructuralError.Benchmarks.Running.BenchmarkCommand;

namespace StructuralError.Benchmarks.Limits;

/// <summary>This machine's sgemm peak.</summary>
internal static class PeakTable
{
    public static Dictionary<int, Peak> Measure(IEnumerable<int> threads) => threads.ToDictionary(count => count, SgemmPeak.Measure);

    public static void Write(IEnumerable<Peak> peaks, string when, bool withNumpy)
    {
        Print($"### sgemm 1024³, {when} (GFLOP/s, 2 flops a multiply-add)");
        Print($"");
        Print($"| threads | best | median | numpy, best |");
        Print($"|---|---|---|---|");
        foreach (Peak peak in peaks)
        {
            Print($"| {peak.Threads} | {2 * peak.Best / 1e9:F1} | {2 * peak.Median / 1e9:F1} | {(withNumpy ? NumpyPeak.Measure(peak.Threads) : "")} |");
        }

        Print($"");
    }
}
