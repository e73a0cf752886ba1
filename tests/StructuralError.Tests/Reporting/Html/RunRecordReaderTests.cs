using StructuralError.Reporting.Html.Model;
using StructuralError.Reporting.Html.Reading;
using Xunit;

namespace StructuralError.Tests.Reporting.Html;

public sealed class RunRecordReaderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Read_ManifestAndSummary_GivesWhatTheySay()
    {
        _directory.Write("manifest.json", """
            { "outcome": "completed", "start": "2026-01-01T00:00:00.000Z", "spec": { "seed": 7, "steps": null, "batch_size": 64, "network": {} },
              "network": { "name": "b", "values": { "k": 3, "skip": true }, "parameters": 99 }, "dataset": { "name": "mnist", "train_samples": 60000, "sha256": { "f": "00" } },
              "source": { "commit": "abc", "dirty": true }, "machine": { "runtime": ".NET 10" }, "command_line": ["train", "--out", "it's here", ""] }
            """);
        _directory.Write("summary.json", """{ "test_accuracy": 0.5, "test_loss": "NaN", "theorem3_checks": 12, "theorem3_violations": 0 }""");
        _directory.Write("checkpoint/last.safetensors", "parameters");

        RunRecord run = RunRecordReader.Read(_directory.Path + Path.DirectorySeparatorChar, _warnings.Add);

        Assert.Equal(Path.GetFileName(_directory.Path), run.Name);
        Assert.True(run.IsCompleted);
        Assert.Equal("7", run.Seed);
        Assert.Equal([new("seed", "7"), new("batch_size", "64")], run.Spec);
        Assert.Equal([new("k", "3"), new("skip", "true")], run.Network.Values);
        Assert.Equal(99, run.Network.Parameters);
        Assert.Equal((60_000, null), (run.Data.TrainSamples, run.Data.TestSamples));
        Assert.Equal(("abc", true, ".NET 10"), (run.Environment.Commit, run.Environment.Dirty, run.Environment.Runtime));
        Assert.Equal((0.5, null, 12), (run.Results.TestAccuracy, run.Results.TestLoss, run.Results.Theorem3Checks));
        Assert.Equal(@"train --out 'it'\''s here' ''", run.CommandLine);
        Assert.True(run.HasCheckpoint);
        Assert.Empty(_warnings);
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData("{ broken", 1)]
    [InlineData("[]", 1)]
    [InlineData("""{ "spec": 3, "network": [], "dataset": null, "command_line": "train", "outcome": 7 }""", 1)]
    public void Read_ManifestWithLess_LeavesItOut(string? manifest, int warnings)
    {
        if (manifest is not null)
        {
            _directory.Write("manifest.json", manifest);
        }

        RunRecord run = RunRecordReader.Read(_directory.Path, _warnings.Add);
        Assert.False(run.IsCompleted);
        Assert.Null(run.Seed);
        Assert.Null(run.CommandLine);
        Assert.Equal(warnings, _warnings.Count);
    }
}
