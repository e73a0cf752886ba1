using System.Text.Json;
using StructuralError.Core.Engines;
using StructuralError.Core.Training;
using StructuralError.Experiments.Specs;
using StructuralError.Runs.Files;
using StructuralError.Tests.Training;
using Xunit;

namespace StructuralError.Tests.Running;

public sealed class DocumentTests
{
    [Fact]
    public void Manifest_ToJson_SaysWhatARunWas()
    {
        using JsonDocument document = JsonDocument.Parse(Manifests.Of(SpecFields.Defaults with { Seed = 7 }).ToJson());
        JsonElement root = document.RootElement;

        Assert.Equal(1, root.GetProperty("schema").GetInt32());
        Assert.Equal("running", root.GetProperty("outcome").GetString());
        Assert.Equal("1970-01-01T00:00:00.000Z", root.GetProperty("start").GetString());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("end").ValueKind);
        Assert.Equal(7, root.GetProperty("spec").GetProperty("seed").GetInt64());
        Assert.Equal(0.01, root.GetProperty("spec").GetProperty("learning_rate").GetDouble());
        Assert.Equal("default", root.GetProperty("origins").GetProperty("seed").GetString());
        Assert.Equal("model file", root.GetProperty("origins").GetProperty("network.width").GetString());
        Assert.False(root.TryGetProperty("slurm", out _));
        Assert.Equal("mnist", root.GetProperty("dataset").GetProperty("name").GetString());
        Assert.Equal("00", root.GetProperty("dataset").GetProperty("sha256").GetProperty("train").GetString());
        Assert.Equal("b", root.GetProperty("network").GetProperty("name").GetString());
        Assert.Equal(1, root.GetProperty("network").GetProperty("values").GetProperty("k").GetInt32());
        Assert.Equal(Tiny.Network().ParameterCount, root.GetProperty("network").GetProperty("parameters").GetInt64());
        Assert.Equal("f32", root.GetProperty("engine").GetProperty("precision").GetString());
        Assert.Equal("none", root.GetProperty("engine").GetProperty("instruction_set").GetString());
        Assert.Equal("abc", root.GetProperty("source").GetProperty("commit").GetString());
        Assert.Equal("a=\"b\"", root.GetProperty("command_line")[2].GetString());
        Assert.Equal(64, root.GetProperty("run_identity").GetString()!.Length);
    }

    [Fact]
    public void Manifest_Flags_AreTrueOrFalse()
    {
        RunManifest manifest = Manifests.Of(network: Tiny.Network(flags: [("skip", false), ("wide", true)]));
        using JsonDocument document = JsonDocument.Parse(manifest.ToJson());
        Assert.Equal("""{"k":1,"skip":false,"wide":true,"width":3}""", JsonSerializer.Serialize(document.RootElement.GetProperty("network").GetProperty("values")));
    }

    [Theory]
    [InlineData(0, "3 violations in 12 checks")]
    [InlineData(5, "3 violations in 12 checks; A is singular in 5 samples, where the upper bound is infinite")]
    public void Summary_SingularSamples_AreWrittenWhereThereAreAny(int singular, string words)
    {
        var training = new TrainingResult(TrainingOutcome.Completed, 1, 1, 1, 1, 12, 3, TimeSpan.FromSeconds(1)) { Singular = singular };
        RunSummary summary = RunSummary.Of(Manifests.Of(), training, new Evaluation(1, 0.5, 6));
        using JsonDocument document = JsonDocument.Parse(summary.ToJson());
        Assert.Equal(singular > 0, document.RootElement.TryGetProperty("singular_samples", out JsonElement written));
        Assert.True(singular == 0 || written.GetInt32() == singular);
        Assert.Equal(words, summary.Theorem3);
    }

    [Fact]
    public void Manifest_WarningsOfTheData_AreWrittenWhereThereAreAny()
    {
        RunManifest Of(params string[] warnings) => RunManifests.Of(
            new SpecBuilder().Build(),
            RunIdentity.Of(SpecFields.Defaults, Tiny.Network(), "own"),
            Tiny.Network(),
            Samples.Pair() with { Warnings = warnings },
            new EngineInfo("fake", Precision.F32, "none", 1));
        Assert.DoesNotContain("warnings", Of().ToJson(), StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(Of("No sample of class 0.").ToJson());
        Assert.Equal("No sample of class 0.", document.RootElement.GetProperty("dataset").GetProperty("warnings")[0].GetString());
    }

    [Fact]
    public void Summary_NumbersThatAreNotFinite_AreValidJson()
    {
        var training = new TrainingResult(TrainingOutcome.Completed, 0, 0, double.NaN, double.NegativeInfinity, 12, 3, TimeSpan.Zero);
        RunSummary summary = RunSummary.Of(Manifests.Of(), training, new Evaluation(double.PositiveInfinity, 0.5, 6)) with { Seconds = 1.5, PeakMemoryBytes = 123, RunDirectory = "/runs/x" };
        using JsonDocument document = JsonDocument.Parse(summary.ToJson());
        JsonElement root = document.RootElement;

        Assert.Equal("NaN", root.GetProperty("final_loss").GetString());
        Assert.Equal("-Infinity", root.GetProperty("final_accuracy").GetString());
        Assert.Equal("Infinity", root.GetProperty("test_loss").GetString());
        Assert.Equal("NaN", root.GetProperty("steps_per_second").GetString());
        Assert.Equal(0.5, root.GetProperty("test_accuracy").GetDouble());
        Assert.Equal((12, 3), (root.GetProperty("theorem3_checks").GetInt32(), root.GetProperty("theorem3_violations").GetInt32()));
        Assert.Equal(123, root.GetProperty("peak_memory_bytes").GetInt64());
        Assert.Equal("/runs/x", root.GetProperty("run_directory").GetString());
    }
}
