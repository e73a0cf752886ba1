using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;
using StructuralError.Tests.Golden;
using Xunit;

namespace StructuralError.Tests.Running;

/// <summary>Files that earlier versions of the program wrote stay readable.</summary>
public sealed class RunManifestTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private static readonly string Golden = Path.Combine(AppContext.BaseDirectory, "Reference", "runs", "schema1", "manifest.json");

    [Fact]
    public void Read_ManifestOfVersion010_UnderstandsIt()
    {
        RunManifest manifest = RunManifest.Read(Golden, out string reason)!;
        Assert.Equal((RunOutcome.Completed, "b", string.Empty), (manifest.Outcome, manifest.Network?.Name, reason));
        Assert.Equal("3c7abe60370766e0965aa2639f0c3dceb71e9a27dcae4c0b3fc1b3c3f1a34e19", manifest.SpecHash);
        Assert.Equal(60, manifest.SpecValue("steps").GetInt32());
        Assert.True(manifest.NetworkValue("skip").GetBoolean());
    }

    [Theory]
    [InlineData("finished")]
    [InlineData("probe")]
    [InlineData("init-weights")]
    [InlineData("interrupted")]
    [InlineData("killed")]
    public void ToJson_OfWhatWasRead_GivesTheSameBytes(string name)
    {
        string run = GoldenRuns.Path(name), summary = Path.Combine(run, RunDirectory.SummaryName);
        string manifest = Path.Combine(run, RunDirectory.ManifestName);
        Assert.Equal(ManifestSeal.Put(File.ReadAllText(manifest)), RunManifest.Read(manifest, out _)!.ToJson());
        if (File.Exists(summary))
        {
            Assert.Equal(File.ReadAllText(summary), RunSummary.Read(summary, out _)!.ToJson());
        }

        foreach (string sidecar in Directory.GetFiles(run, "step-*.json", SearchOption.AllDirectories))
        {
            (Checkpoint checkpoint, FileMark tensors) = CheckpointSidecar.Read(File.ReadAllBytes(sidecar));
            Assert.Equal(File.ReadAllText(sidecar), CheckpointSidecar.Write(checkpoint, tensors));
        }
    }

    [Fact]
    public void ToJson_MembersOfALaterVersion_AreKept()
    {
        string path = _directory.File("manifest.json");
        string text = File.ReadAllText(Golden);
        File.WriteAllText(path, text.Insert(text.LastIndexOf('}') - 1, ",\n  \"later\": [\n    1,\n    null\n  ]").Replace("\"title\":", "\"later\": { \"x\": 1e400 },\n    \"title\":", StringComparison.Ordinal));
        RunManifest manifest = RunManifest.Read(path, out string reason)!;
        Assert.Equal(string.Empty, reason);
        Assert.Contains("],\n  \"later\": [\n    1,\n    null\n  ],\n  \"sha256\"", manifest.ToJson(), StringComparison.Ordinal);
        Assert.Contains("1e400", manifest.ToJson(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"schema\": 1", "\"schema\": 1, \"schema\": 1", "is not valid JSON")]
    [InlineData("\"schema\": 1", "\"schema\": 2", "has another schema than 1")]
    [InlineData("\"title\":", "\"title\": 5, \"other\":", "has something else than this program writes at $.network.title")]
    [InlineData("\"spec_hash\":", "\"spec\":", "is not valid JSON")]
    [InlineData("\"outcome\": \"completed\"", "\"outcome\": \"unknown\"", "lacks the outcome, the spec or its hashes")]
    public void Read_WhatCannotBe_SaysWhy(string text, string other, string expected)
    {
        string path = _directory.File("manifest.json");
        File.WriteAllText(path, File.ReadAllText(Golden).Replace(text, other, StringComparison.Ordinal));
        Assert.Null(RunManifest.Read(path, out string reason));
        Assert.StartsWith(expected, reason, StringComparison.Ordinal);
    }
}
