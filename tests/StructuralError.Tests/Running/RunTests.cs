using System.Globalization;
using StructuralError.Core.Common;
using StructuralError.Core.Structure;
using StructuralError.Runs;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;
using StructuralError.Tests.Golden;
using Xunit;

namespace StructuralError.Tests.Running;

public sealed class RunTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void ReadPart_ManifestAndSummary_GivesWhatTheySay()
    {
        _directory.Write("manifest.json", """
            { "outcome": "completed", "start": "2026-01-01T00:00:00.000Z", "spec": { "seed": 7, "steps": null, "batch_size": 64, "network": {} },
              "network": { "name": "b", "values": { "k": 3, "skip": true }, "parameters": 99 },
              "source": { "commit": "abc", "dirty": true }, "command_line": ["train", "--out", "it's here", ""] }
            """);
        _directory.Write("summary.json", """{ "test_accuracy": 0.5, "test_loss": "NaN", "theorem3_checks": 12, "theorem3_violations": 0 }""");
        _directory.Write("checkpoint/last.safetensors", "parameters");

        Run run = Read(_directory.Path + Path.DirectorySeparatorChar);

        Assert.Equal(Path.GetFileName(_directory.Path), run.Name);
        Assert.Equal((true, RunState.Finished, 7), (run.IsCompleted, run.State, run.Seed));
        Assert.Equal([new("seed", "7"), new("batch_size", "64")], run.Manifest.Spec.Pairs());
        Assert.Equal([new("k", "3"), new("skip", "true")], run.Manifest.Network!.Values.Pairs());
        Assert.Equal((0.5, 12), (run.Summary!.TestAccuracy, run.Summary.Theorem3Checks));
        Assert.Equal(@"train --out 'it'\''s here' ''", run.CommandLine);
        Assert.True(run.HasCheckpoint);
        Assert.Empty(_warnings);
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData("{ broken", 1)]
    [InlineData("[]", 1)]
    [InlineData("""{ "spec": 3, "network": [], "dataset": null, "command_line": "train", "outcome": 7 }""", 1)]
    public void ReadPart_ManifestWithLess_LeavesItOut(string? manifest, int warnings)
    {
        if (manifest is not null)
        {
            _directory.Write("manifest.json", manifest);
        }

        Run run = Read(_directory.Path);
        Assert.Equal((false, null, null), (run.IsCompleted, run.Seed, run.CommandLine));
        Assert.Equal(warnings, _warnings.Count);
    }

    /// <summary>As whoever knows nothing of the tables would read the file.</summary>
    [Fact]
    public void Samples_GoldenRun_GivesTheCellsOfTheFile()
    {
        Run run = Run.Open(GoldenRuns.Path("finished"));
        string[] lines = [.. File.ReadLines(run.File("samples.csv")).Skip(1)];
        SampleRow[] rows = [.. run.Samples(Assert.Fail)];

        Assert.NotEmpty(rows);
        Assert.Equal(lines, rows.Select(Line));
    }

    [Fact]
    public void Samples_FileThatIsLong_IsReadWhileItIsLookedAt()
    {
        const int Steps = 20_000;
        string header = "step,sample,label,loss,fitting_error,gradient_norm,lambda_1,lambda_2\n";
        _directory.Write("samples.csv", header + string.Concat(Enumerable.Range(0, Steps).Select(step => $"{step},3,1,0.5,0.25,2,0.125,NaN\n")) + "20000,3");
        Run run = Sized(2);

        // The broken last row is not met by who stops before it, though the file is longer than what is read at once.
        Assert.Equal(17, run.Samples(Assert.Fail).Skip(17).First().Step);
        Assert.Equal(Steps, run.Samples(_warnings.Add).LongCount());
        Assert.Equal($"{run.File("samples.csv")}, line 20002: the last line is incomplete and was left out.", Assert.Single(_warnings));
    }

    [Fact]
    public void Samples_BrokenCellBehindTheFirstBlock_NamesItsLine()
    {
        string rows = string.Concat(Enumerable.Range(0, 20_000).Select(step => $"{step},3,1,0.5,0.25,2,{(step == 19_000 ? "x" : "0.125")},NaN\n"));
        _directory.Write("samples.csv", "step,sample,label,loss,fitting_error,gradient_norm,lambda_1,lambda_2\n" + rows);

        UserErrorException error = Assert.Throws<UserErrorException>(() => Sized(2).Samples().Count());
        Assert.Equal(FailureKind.BadData, error.Kind);
        Assert.Contains("samples.csv, line 19002, column lambda_1: 'x' is not a number.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_NotAskedFor_AreNone() => Assert.Empty(Sized(2).Samples());

    private Run Sized(int classes) => new(_directory.Path, RunState.Finished, new RunManifest { Network = new() { Classes = classes } }, null);

    private Run Read(string directory) => Run.ReadPart(directory, (path, reason) => _warnings.Add($"{path}: {reason}"));

    private static string Line(SampleRow row) => string.Join(
        ',',
        ((double[])[row.Step, row.Sample, row.Label, row.Loss, row.FittingError, row.GradientNorm, .. row.Eigenvalues.Span])
            .Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
}
