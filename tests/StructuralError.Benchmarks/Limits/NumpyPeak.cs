using System.ComponentModel;
using System.Diagnostics;

namespace StructuralError.Benchmarks.Limits;

/// <summary>The same product by numpy on whichever BLAS it has, as a second opinion on the peak.</summary>
internal static class NumpyPeak
{
    // Where a distribution's own numpy is found, whatever comes first in PATH.
    private const string SystemPython = "/usr/bin/python3";

    /// <returns>GFLOP/s with version and BLAS, or why there is none.</returns>
    public static string Measure(int threads)
    {
        string python = Environment.GetEnvironmentVariable("PEERS_PYTHON") is { Length: > 0 } chosen ? chosen
            : File.Exists(SystemPython) ? SystemPython
            : "python3";
        var start = new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "peers", "sgemm.py")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string variable in (string[])["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"])
        {
            start.Environment[variable] = FormattableString.Invariant($"{threads}");
        }

        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output.Trim() : $"not measured: {errors.Result.Trim().Split('\n')[^1]}";
        }
        catch (Win32Exception error)
        {
            return $"not measured: {python}: {error.Message}";
        }
    }
}
