using StructuralError.Core.Common;
using StructuralError.Experiments.Sweeps;
using Xunit;

namespace StructuralError.Tests.Sweeps;

public sealed class SweepFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly List<Problem> _problems = [];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Read_BaseGridAndRuns()
    {
        SweepDefinition definition = Read("""
            { "base": { "lr": 0.05, "per_sample": true, "probe": null, "network": { "skip": false } },
              "runs": [{ "model": "a", "width": 64 }, { "model": "c" }],
              "grid": { "k": "0..2", "seed": [3, 5], "batch-size": 32 } }
            """);
        Assert.Empty(_problems);
        Assert.Equal([new("learning_rate", "0.05"), new("per_sample", "true"), new("probe", "none"), new("skip", "false")], definition.Base.AsEnumerable());
        Assert.Equal([new("model", "a"), new("width", "64")], definition.Cases[0].AsEnumerable());
        Assert.Equal(["k: 0 1 2", "seed: 3 5", "batch_size: 32"], definition.Axes.Select(axis => $"{axis.Key}: {string.Join(' ', axis.Values)}"));
        Assert.Equal(12, definition.Count);
    }

    [Theory]
    [InlineData("""{ "gird": {} }""", "unknown key 'gird'; did you mean 'grid'?")]
    [InlineData("""{ "grid": [] }""", "grid: must be an object")]
    [InlineData("""{ "grid": { "k": { "from": 0 } } }""", "grid: k: must be a list of values")]
    [InlineData("""{ "grid": { "k": [[0]] } }""", "grid: k: must be a list of values")]
    [InlineData("""{ "grid": { "k": [] } }""", "grid: k: needs at least one value")]
    [InlineData("""{ "grid": { "k": [1, 1] } }""", "and each once")]
    [InlineData("""{ "grid": { "k": "3..1" } }""", "ends before it begins")]
    [InlineData("""{ "grid": { "lr": [1], "learning_rate": [2] } }""", "grid: 'learning_rate' is given twice")]
    [InlineData("""{ "base": { "k": [0, 1] } }""", "base: k: must be a single value; lists belong under \"grid\"")]
    [InlineData("""{ "runs": [] }""", "runs: must be a list of objects")]
    [InlineData("""{ "runs": [1] }""", "runs: must be an object")]
    [InlineData("""[]""", "must hold a JSON object")]
    [InlineData("""{ "grid": """, "not valid JSON")]
    [InlineData("""{ "grid": {}, "grid": {} }""", "not valid JSON")]
    public void Read_Wrong_SaysWhatAndNamesTheFile(string text, string message)
    {
        Read(text);
        string problem = Assert.Single(_problems).Message;
        Assert.Contains(message, problem, StringComparison.Ordinal);
        Assert.StartsWith($"sweep {_directory.File("sweep.json")}: ", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoSuchFile_IsAProblem()
    {
        SweepFile.Read(_directory.File("nowhere.json"), _problems);
        Assert.Contains("cannot be read", Assert.Single(_problems).Message, StringComparison.Ordinal);
    }

    private SweepDefinition Read(string text) => SweepFile.Read(_directory.Write("sweep.json", text), _problems);
}
