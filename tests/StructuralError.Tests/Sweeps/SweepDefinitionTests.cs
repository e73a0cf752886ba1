using System.Collections.Immutable;
using StructuralError.Experiments.Sweeps;
using Xunit;

namespace StructuralError.Tests.Sweeps;

public sealed class SweepDefinitionTests
{
    private static readonly SweepAxis Model = new("model", ["a", "b"]);
    private static readonly SweepAxis Depth = new("k", ["0", "1"]);

    [Fact]
    public void Runs_FirstAxisVariesSlowest()
    {
        SweepDefinition definition = SweepDefinition.Empty.With([Model, Depth]);
        Assert.Equal(["model=a k=0", "model=a k=1", "model=b k=0", "model=b k=1"], Texts(definition));
        Assert.Equal(4, definition.Count);
        Assert.Empty(definition.Problems());
    }

    [Fact]
    public void Runs_CasesOverrideTheBaseAndTakeAllAxes()
    {
        var definition = new SweepDefinition([new("epochs", "1"), new("width", "64")], [[new("width", "32")], [new("channels", "8")]], [Depth]);
        Assert.Equal(
            ["epochs=1 width=32 k=0", "epochs=1 width=32 k=1", "epochs=1 width=64 channels=8 k=0", "epochs=1 width=64 channels=8 k=1"],
            Texts(definition));
    }

    [Fact]
    public void With_ReplacesWhatWasSaidOfTheKey()
    {
        var definition = new SweepDefinition([new("k", "7")], [[]], [Model, new("seed", ["0"])]);
        Assert.Equal(["seed=0 model=b k=0", "seed=0 model=b k=1"], Texts(definition.With([new("model", ["b"]), Depth])));
    }

    [Fact]
    public void Problems_KeyTwiceOrTooManyRuns()
    {
        Assert.Contains("'k' is given twice", Assert.Single(SweepDefinition.Empty.With([Depth, Depth]).Problems()).Message, StringComparison.Ordinal);
        var both = new SweepDefinition([new("k", "7")], [[]], [Depth]);
        Assert.Contains("'k' is also given a single value", Assert.Single(both.Problems()).Message, StringComparison.Ordinal);
        ImmutableArray<string> many = [.. Enumerable.Range(0, 5000).Select(value => $"{value}")];
        SweepDefinition huge = SweepDefinition.Empty.With([.. Enumerable.Range(0, 20).Select(axis => new SweepAxis($"x{axis}", many))]);
        Assert.Contains("more than 10000 runs", Assert.Single(huge.Problems()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("learning_rate", "0.1", "--lr 0.1")]
    [InlineData("k", "3", "--k 3")]
    [InlineData("skip", "true", "--set skip=true")]
    [InlineData("per_sample", "true", "--per-sample")]
    [InlineData("per_sample", "false", "--set per_sample=false")]
    public void ToArguments_AreOptionsOfTrain(string key, string value, string arguments) =>
        Assert.Equal(arguments, string.Join(' ', new Assignment(key, value).ToArguments()));

    private static IEnumerable<string> Texts(SweepDefinition definition) =>
        definition.Runs().Select(run => string.Join(' ', run.Select(value => $"{value.Key}={value.Value}")));
}
