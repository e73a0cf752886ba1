using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Experiments.Specs;
using Xunit;

namespace StructuralError.Tests.Running;

public sealed class SpecBuilderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Build_Nothing_DefaultsOfThePaper()
    {
        ResolvedSpec resolved = new SpecBuilder().Build();

        Assert.Empty(resolved.Problems);
        Assert.Equal((1, 64, 0.01, 0.9, 0.0), (resolved.Spec.Epochs, resolved.Spec.BatchSize, resolved.Spec.LearningRate, resolved.Spec.Momentum, resolved.Spec.WeightDecay));
        Assert.Equal((Precision.F32, 0L, 1), (resolved.Spec.Precision, resolved.Spec.Seed, resolved.Spec.MeasureEvery));
        Assert.All(SpecFields.All, field => Assert.Equal("default", resolved.Origins[field.Name]));
    }

    [Fact]
    public void Build_ThreeLayers_LaterOnesWinAndEachValueKnowsItsOrigin()
    {
        string first = _directory.Write("first.json", """{ "epochs": 2, "learning_rate": 0.5, "momentum": 0.1, "network": { "k": 2, "skip": false } }""");
        string second = _directory.Write("second.json", """{ "learning_rate": 0.25, "network": { "k": 4 }, "probe": "test:256", "steps": null }""");
        var builder = new SpecBuilder();
        ConfigFile.Read(first, builder);
        ConfigFile.Read(second, builder);
        builder.BeginLayer();
        builder.Set("learning_rate", SpecValue.FromText("1e-3"), "--lr");
        builder.SetAssignment("width=32", "--set");
        builder.SetAssignment("precision=f64", "--set");
        ResolvedSpec resolved = builder.Build();

        Assert.Empty(resolved.Problems);
        Assert.Equal((2, 0.001, 0.1, Precision.F64), (resolved.Spec.Epochs, resolved.Spec.LearningRate, resolved.Spec.Momentum, resolved.Spec.Precision));
        Assert.Equal(new ProbeSpec("test", 256), resolved.Spec.Probe);
        Assert.Equal([("k", 4), ("skip", 0), ("width", 32)], resolved.Spec.Network.Select(pair => (pair.Key, pair.Value)));
        Assert.Equal("config " + first, resolved.Origins["epochs"]);
        Assert.Equal("config " + second, resolved.Origins["network.k"]);
        Assert.Equal("config " + first, resolved.Origins["network.skip"]);
        Assert.Equal("--lr", resolved.Origins["learning_rate"]);
        Assert.Equal("--set", resolved.Origins["network.width"]);
        Assert.Equal("default", resolved.Origins["seed"]);
    }

    [Fact]
    public void Build_ManyMistakes_AllReportedAtOnce()
    {
        string file = _directory.Write("bad.json", """{ "epocs": 2, "batch_size": "64", "precision": "f16", "network": { "k": 1.5 }, "momentum": 1 }""");
        var builder = new SpecBuilder();
        ConfigFile.Read(file, builder);
        builder.BeginLayer();
        builder.Set("learning_rate", SpecValue.FromText("0,1"), "--lr");
        builder.Set("init", SpecValue.FromText("he_unifrom"), "--init");
        builder.Set("probe", SpecValue.FromText("test:0"), "--probe");
        builder.SetAssignment("novalue", "--set");
        string[] messages = [.. builder.Build().Problems.Select(problem => problem.Message)];

        Assert.Collection(
            messages,
            message => AssertContains(message, file, "'epocs'", "did you mean 'epochs'?"),
            message => AssertContains(message, file, "batch_size", "'64'", "whole number"),
            message => AssertContains(message, "precision", "'f16'", "f32 or f64"),
            message => AssertContains(message, file, "k", "1.5"),
            message => AssertContains(message, "learning_rate", "'0,1'"),
            message => AssertContains(message, "init", "'he_unifrom'", "did you mean 'he-uniform'?"),
            message => AssertContains(message, "'novalue'", "name=value"),
            message => AssertContains(message, "momentum", "below 1", "got 1"),
            message => AssertContains(message, "probe", "at least 1 sample", "test:0"));
    }

    [Theory]
    [InlineData("seed", "1.0")]
    [InlineData("seed", " 1")]
    [InlineData("seed", "1_000")]
    [InlineData("seed", "18446744073709551616")]
    [InlineData("seed", "-9223372036854775809")]
    [InlineData("seed", "")]
    [InlineData("epochs", "0")]
    [InlineData("epochs", "-1")]
    [InlineData("epochs", "none")]
    [InlineData("lr", "NaN")]
    [InlineData("lr", "Infinity")]
    [InlineData("lr", "-0.1")]
    [InlineData("lr", "1e999")]
    [InlineData("lr", "1e-400")]
    [InlineData("lr", "0.0001e-330")]
    [InlineData("momentum", "1E-400")]
    [InlineData("weight_decay", "-1e-400")]
    [InlineData("alpha", "1e-400")]
    [InlineData("momentum", "1")]
    [InlineData("weight_decay", "-0.5")]
    [InlineData("batch-size", "0")]
    [InlineData("steps", "0")]
    [InlineData("measure_every", "0")]
    [InlineData("threads", "0")]
    [InlineData("threads", "1025")]
    [InlineData("probe", "256")]
    [InlineData("probe", "valid:256")]
    [InlineData("probe", "test:256:1")]
    [InlineData("per_sample", "yes")]
    [InlineData("precision", "F32")]
    [InlineData("mirror", "not an address")]
    [InlineData("model", "")]
    [InlineData("gamma", "-1")]
    public void Build_WrongValue_OneProblemNamingTheFieldAndTheValue(string name, string value)
    {
        var builder = new SpecBuilder();
        builder.Set(name, SpecValue.FromText(value), "--set");
        Problem problem = Assert.Single(builder.Build().Problems);

        AssertContains(problem.Message, SpecFields.Find(name)!.Name, value);
    }

    [Theory]
    [InlineData("lr", "1e-400")]
    [InlineData("beta", "1e400")]
    public void Build_NumberBeyondFloat64_SaysSo(string name, string value)
    {
        var builder = new SpecBuilder();
        builder.Set(name, SpecValue.FromText(value), "--set");
        Assert.EndsWith(
            "is not a number such as 0.01, between 5e-324 and 1.7e308 in size or 0: float64 has no other.",
            Assert.Single(builder.Build().Problems).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Build_NumberBeyondFloat64InAConfigFile_IsRefusedToo()
    {
        var builder = new SpecBuilder();
        ConfigFile.Read(_directory.Write("tiny.json", """{ "learning_rate": 1e-400, "momentum": 0e-400 }"""), builder);
        AssertContains(Assert.Single(builder.Build().Problems).Message, "learning_rate", "1e-400");
    }

    [Theory]
    [InlineData("1e-50", "f32", "learning_rate: 1E-50 is 0 in float32")]
    [InlineData("1e39", "f32", "learning_rate: 1E+39 is infinite in float32")]
    [InlineData("1e-50", "f64", null)]
    [InlineData("1e-44", "f32", null)]
    [InlineData("0", "f32", null)]
    public void Build_RateThatFloat32CannotHold_IsRefused(string rate, string precision, string? expected)
    {
        var builder = new SpecBuilder();
        builder.Set("lr", SpecValue.FromText(rate), "--lr");
        builder.Set("precision", SpecValue.FromText(precision), "--precision");
        IReadOnlyList<Problem> problems = [.. builder.Build().Problems];
        Assert.Equal(expected is null ? 0 : 1, problems.Count);
        Assert.All(problems, problem => Assert.StartsWith(expected!, problem.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("seed", "99999999999999999999", "is not a whole number from -9223372036854775808 to 18446744073709551615.")]
    [InlineData("seed", "12 ", "is not a whole number.")]
    [InlineData("epochs", "3000000000", "is not a whole number from -2147483648 to 2147483647.")]
    [InlineData("steps", "9223372036854775808", "is not a whole number from -9223372036854775808 to 9223372036854775807.")]
    public void Build_WholeNumberOutOfRange_NamesTheRange(string name, string value, string expected)
    {
        var builder = new SpecBuilder();
        builder.Set(name, SpecValue.FromText(value), "--set");
        Assert.EndsWith(expected, Assert.Single(builder.Build().Problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("9223372036854775808", long.MinValue)]
    [InlineData("18446744073709551615", -1)]
    [InlineData("-9223372036854775808", long.MinValue)]
    public void Build_SeedOf64Bits_IsTakenByItsBits(string text, long seed)
    {
        var builder = new SpecBuilder();
        builder.Set("seed", SpecValue.FromText(text), "--seed");
        ResolvedSpec resolved = builder.Build();
        Assert.Empty(resolved.Problems);
        Assert.Equal(seed, resolved.Spec.Seed);
    }

    [Theory]
    [InlineData("seed", "-5")]
    [InlineData("lr", "0")]
    [InlineData("lr", "1E-2")]
    [InlineData("momentum", "0")]
    [InlineData("steps", "none")]
    [InlineData("probe", "train:1")]
    [InlineData("per_sample", "true")]
    [InlineData("mirror", "https://example.org/mnist/")]
    public void Build_RightValue_NoProblem(string name, string value)
    {
        var builder = new SpecBuilder();
        builder.Set(name, SpecValue.FromText(value), "--set");
        Assert.Empty(builder.Build().Problems);
    }

    [Theory]
    [InlineData("k", "x", "k: 'x' is not a whole number.")]
    [InlineData("k", "true", "k: 'true' is not a whole number.")]
    [InlineData("width", "1e3", "width: '1e3' is not a whole number.")]
    [InlineData("k", "3000000000", "k: '3000000000' is not a whole number from -2147483648 to 2147483647.")]
    [InlineData("skip", "maybe", "skip: 'maybe' is not a whole number, true or false.")]
    public void SetNetwork_WrongValue_SaysWhatTheParameterTakes(string name, string value, string expected)
    {
        var builder = new SpecBuilder();
        builder.SetNetwork(name, SpecValue.FromText(value), "--" + name);
        Assert.Equal(expected, Assert.Single(builder.Build().Problems).Message);
    }

    [Fact]
    public void Set_TwiceInALayer_IsAProblem()
    {
        var builder = new SpecBuilder();
        builder.BeginLayer();
        builder.Set("learning_rate", SpecValue.FromText("0.1"), "--lr");
        builder.SetAssignment("lr=0.2", "--set");
        AssertContains(Assert.Single(builder.Build().Problems).Message, "learning_rate", "--lr", "--set");
    }

    [Fact]
    public void SetAssignment_SplitsAtTheFirstEqualsSign()
    {
        var builder = new SpecBuilder();
        builder.SetAssignment("data_dir=a=b", "--set");
        Assert.Equal("a=b", builder.Build().Spec.DataDirectory);
    }

    [Theory]
    [InlineData("", "JSON")]
    [InlineData("[]", "object")]
    [InlineData("""{ "epochs": 1, "epochs": 2 }""", "epochs")]
    [InlineData("""{ "epochs": 1, "batch_size": 2, }""", "JSON")]
    [InlineData("""{ "epochs": 1 } // why""", "JSON")]
    [InlineData("""{ "epochs": 1, "--epochs": 2 }""", "--epochs")]
    [InlineData("""{ "network": 3 }""", "network")]
    [InlineData("""{ "lr": 0.1, "learning_rate": 0.2 }""", "twice")]
    [InlineData("""{ "epochs": [[[[[[[[[[1]]]]]]]]]] }""", "JSON")]
    public void ConfigFile_NotStrictlyRight_IsAProblemThatNamesTheFile(string text, string named)
    {
        string path = _directory.Write("x.json", text);
        var builder = new SpecBuilder();
        ConfigFile.Read(path, builder);
        AssertContains(Assert.Single(builder.Build().Problems).Message, path, named);
    }

    [Fact]
    public void ConfigFile_ByteOrderMark_IsRead()
    {
        string path = _directory.File("bom.json");
        File.WriteAllText(path, """{ "epochs": 7 }""", new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        var builder = new SpecBuilder();
        ConfigFile.Read(path, builder);
        Assert.Equal(7, builder.Build().Spec.Epochs);
    }

    [Fact]
    public void ConfigFile_KeyTwice_SaysNothingOfALineItDoesNotKnow()
    {
        string path = _directory.Write("twice.json", """{ "epochs": 1, "epochs": 2 }""");
        var builder = new SpecBuilder();
        ConfigFile.Read(path, builder);
        Assert.StartsWith($"config {path}: not valid JSON: ", Assert.Single(builder.Build().Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ConfigFile_TooLong_IsAProblem()
    {
        string path = _directory.Write("long.json", new string(' ', 1 << 20) + "{}");
        var builder = new SpecBuilder();
        ConfigFile.Read(path, builder);
        AssertContains(Assert.Single(builder.Build().Problems).Message, path, "too many for a config file");
    }

    [Fact]
    public void ConfigFile_Device_EndsInAProblem()
    {
        if (!File.Exists("/dev/zero"))
        {
            return;
        }

        var builder = new SpecBuilder();
        ConfigFile.Read("/dev/zero", builder);
        AssertContains(Assert.Single(builder.Build().Problems).Message, "/dev/zero", "too many for a config file");
    }

    [Fact]
    public void ConfigFile_Directory_SaysSo()
    {
        var builder = new SpecBuilder();
        ConfigFile.Read(_directory.Path, builder);
        AssertContains(Assert.Single(builder.Build().Problems).Message, "is a directory");
    }

    [Fact]
    public void ConfigFile_Missing_IsAProblem()
    {
        var builder = new SpecBuilder();
        ConfigFile.Read(_directory.File("nowhere.json"), builder);
        AssertContains(Assert.Single(builder.Build().Problems).Message, "nowhere.json", "cannot be read");
    }

    [Fact]
    public void PaperConfig_IsValidAndTheDefault()
    {
        var builder = new SpecBuilder();
        ConfigFile.Read(Path.Combine(AppContext.BaseDirectory, "configs", "paper.json"), builder);
        ResolvedSpec paper = builder.Build();

        Assert.Empty(paper.Problems);
        Assert.Equal((1, 64, 0.01, 0.9, "mnist"), (paper.Spec.Epochs, paper.Spec.BatchSize, paper.Spec.LearningRate, paper.Spec.Momentum, paper.Spec.Dataset));
    }

    private static void AssertContains(string message, params string[] parts) =>
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
}
