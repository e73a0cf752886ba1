using System.Diagnostics;
using StructuralError.Core.Structure;
using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Reporting.Claims;
using StructuralError.Runs.Tables;
using StructuralError.Tests.Analysis.Claims;
using Xunit;

namespace StructuralError.Tests.Reporting.Claims;

/// <summary>
/// Statistics of sixteen claims, computed a second time by <c>Reference/recompute_claims.py</c>: another language, its standard library, nothing but the CSV files.
/// </summary>
public sealed class RecomputedClaimsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Trait("Speed", "Slow")]
    [Fact(Skip = Needs.PythonReason, SkipUnless = nameof(Needs.Python), SkipType = typeof(Needs))]
    public void ClaimsJson_MadeUpRuns_ThePythonScriptFindsTheSameNumbers()
    {
        Write(Data());
        (int code, string output) = Recompute();
        Assert.True(code == 0, output);
        Assert.Matches("^[0-9]{3,} values of 16 claims compared, 0 differ", output);
    }

    [Trait("Speed", "Slow")]
    [Fact(Skip = Needs.PythonReason, SkipUnless = nameof(Needs.Python), SkipType = typeof(Needs))]
    public void ClaimsJson_OneRowOfTheCsvChanged_ThePythonScriptSaysSo()
    {
        ReproductionData data = Data();
        Write(data);
        StepRow[] rows = [.. data.Runs[0].Steps];
        rows[^1] = rows[^1] with { LogMeanGradientNorm = rows[^1].LogMeanGradientNorm + 1 };
        WriteRun(data.Runs[0] with { Steps = rows });
        (int code, string output) = Recompute();
        Assert.Equal(1, code);
        Assert.Contains("gradient-norm-falls", output, StringComparison.Ordinal);
    }

    private void Write(ReproductionData data)
    {
        foreach (TrainedRun run in data.Runs)
        {
            WriteRun(run);
        }

        InitializationColumns.Write(_directory.File("tables/initialization.csv"), data.Initial);
        ClaimsReport.Of(data).Write(_directory.Path);
    }

    private void WriteRun(TrainedRun run)
    {
        string directory = Directory.CreateDirectory(_directory.File("runs/" + run.Name)).FullName;
        File.WriteAllBytes(Path.Combine(directory, "steps.csv"), RunTables.Steps.ToBytes(run.Steps));
        File.WriteAllBytes(Path.Combine(directory, "layers.csv"), RunTables.Layers.ToBytes(run.Layers));
    }

    private (int Code, string Output) Recompute()
    {
        var start = new ProcessStartInfo("python3", [Path.Combine(AppContext.BaseDirectory, "Reference", "recompute_claims.py"), _directory.Path])
        {
            RedirectStandardOutput = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        };
        start.Environment["PYTHONIOENCODING"] = "utf-8";
        using var process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    private static ReproductionData Data()
    {
        ReproductionData runs = MadeUp.Runs([.. MadeUp.Depths.SelectMany(k => (IEnumerable<(string, int)>)[("a", k), ("b", k)]), ("c", 1), ("d", 1)], Row);
        ReproductionData networks = MadeUp.Networks(["a", "b", "c", "d"], (model, k, width) => MadeUp.Network with
        {
            U = -2 + Math.Sin(k + width + model[0]),
            Independence = MadeUp.Independence with { UViolations = (k + width) % 65, LambdaMinOverSmallestDiagonal = 0.5 + (0.4 * Math.Cos(k * width)) },
        });
        return runs with
        {
            Initial = networks.Initial,
            Runs = [.. runs.Runs.Select(run => run with { Layers = [.. MadeUp.Layers(run, 0, i => 1 + i), .. MadeUp.Layers(run, 930, i => 5 + i)] })],
        };
    }

    // No two columns alike: slow waves, fast ones and a fall that begins later with k.
    private static StepRow Row(string model, int k, int t)
    {
        double Wave(double speed) => Math.Sin((speed * t) + model[0] + k);
        double error = -0.1 - (0.01 * Math.Max(0, t - (100 * k))) + (0.05 * Wave(1.7)), norm = error + 2 + (0.6 * Wave(0.011)) + (0.01 * Wave(2.9));
        double u = -2 - (0.002 * Math.Min(t, 500)) + (0.03 * Wave(2.1)), l = u - 1 - (0.2 * Wave(0.02)) - (0.01 * Wave(1.1));
        return MadeUp.Row with
        {
            LogFittingError = error,
            LogGradientNorm = norm,
            U = u,
            L = l,
            G = u - l,
            S = 2 * u,
            UpperBound = norm + u,
            LowerBound = norm + l,
            LogMeanFittingError = error + 1 + (0.1 * Wave(0.4)),
            LogMeanGradientNorm = norm + 1 + (0.1 * Wave(0.7)),
            LambdaMaxMean = Math.Exp(-l),
            Theorem3Violations = t == 5 ? k : 0,
        };
    }
}
