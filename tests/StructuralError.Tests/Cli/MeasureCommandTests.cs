using System.Globalization;
using StructuralError.Cli.Common;
using StructuralError.Core.Structure;
using StructuralError.Experiments.Measure;
using Xunit;

namespace StructuralError.Tests.Cli;

public sealed class MeasureCommandTests : IDisposable
{
    private readonly SmallDataSession _session = new();

    [Trait("Speed", "Slow")]
    [Theory]
    [InlineData("--precision", "f64")]
    [InlineData("--precision", "f32", "--init", "he-normal")]
    [InlineData("--precision", "f64", "--probe", "test:20")]
    public void Measure_EachNetwork_IsRowZeroOfItsTraining(params string[] options)
    {
        Assert.Equal(ExitCodes.Success, _session.Measure("initialization.csv", ["--model", "a,d", "--width", "9", "--channels", "3", "--k", "0..1", "--seed", "0,3", .. options]));

        IReadOnlyList<InitialMeasurement> measured = _session.Measured("initialization.csv");
        Assert.Equal(
            [("a", 0, 9, 0), ("a", 0, 9, 3), ("a", 1, 9, 0), ("a", 1, 9, 3), ("d", 0, 3, 0), ("d", 0, 3, 3), ("d", 1, 3, 0), ("d", 1, 3, 3)],
            measured.Select(row => (row.Model, row.K, row.Width, (int)row.Seed)));
        foreach (InitialMeasurement row in measured)
        {
            AssertRowZero(row, row.Model, [row.Model == "a" ? "--width" : "--channels", row.Width.ToString(CultureInfo.InvariantCulture), .. options]);
        }
    }

    [Fact]
    public void Measure_Dropout_TakesPartAsInTraining()
    {
        // Seeds differ in their masks as well: an engine shared between them would not.
        string model = _session.Write("dropout.json", """
            { "name": "dropout", "input": [1, 28, 28], "layers": [ "flatten", { "linear": 20 }, "relu", { "dropout": 0.5 }, { "linear": "classes" } ] }
            """);
        Assert.Equal(ExitCodes.Success, _session.Measure("initialization.csv", "--model", model, "--seed", "0..1"));
        IReadOnlyList<InitialMeasurement> measured = _session.Measured("initialization.csv");
        Assert.Equal(2, measured.Count);
        Assert.All(measured, row => AssertRowZero(row, model, ["--precision", "f64"], setK: false));
    }

    [Fact]
    public void Measure_Twice_SameBytesForAnyThreads()
    {
        string[] options = ["--model", "b", "--width", "5,9", "--k", "1,4", "--seed", "7"];
        Assert.Equal(ExitCodes.Success, _session.Measure("first.csv", [.. options, "--threads", "1"]));
        Assert.Equal(ExitCodes.Success, _session.Measure("second.csv", [.. options, "--threads", "3"]));
        Assert.Equal(File.ReadAllBytes(_session.File("first.csv")), File.ReadAllBytes(_session.File("second.csv")));
        Assert.Equal([5, 5, 9, 9], _session.Measured("first.csv").Select(row => row.Width));
    }

    [Fact]
    public void Measure_FileThatIsThere_IsLeftAloneUnlessForced()
    {
        string file = _session.Write("mine.csv", "mine");
        Assert.Equal(ExitCodes.CannotCreate, _session.Measure("mine.csv", "--model", "a", "--k", "0", "--seed", "0"));
        Assert.Contains("--force", _session.Error, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(file));

        Assert.Equal(ExitCodes.Success, _session.Measure("mine.csv", "--model", "a", "--k", "0", "--seed", "0", "--force"));
        Assert.Single(_session.Measured("mine.csv"));
        Assert.Contains("1 networks", _session.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Measure_SeveralMistakes_AllReportedAndNothingWritten()
    {
        Assert.Equal(ExitCodes.Usage, _session.Measure("initialization.csv", "--k", "5..0", "--seed", "x", "--precision", "f16", "--probe", "half", "--threads", "0"));
        Assert.All(
            (string[])["--k: the range '5..0'", "--seed: 'x' is not a whole number", "'f16' is not f32 or f64", "'half' is not a split", "threads: must be between 1 and 1024, got 0."],
            part => Assert.Contains(part, _session.Error, StringComparison.Ordinal));
        Assert.False(File.Exists(_session.File("initialization.csv")));
    }

    [Theory]
    [InlineData("--model a,z", "'z'")]
    [InlineData("--model a,b --channels 4", "--channels: none of the models a, b has a parameter 'channels'.")]
    [InlineData("--model a --k -1", "k")]
    [InlineData("--model a --samples 0", "--samples: '0' is not a whole number from 1 up.")]
    [InlineData("--model a --probe test:41", "probe: test:41 asks for more samples than the 40")]
    [InlineData("--model a,a", "--model: 'a' comes twice")]
    public void Measure_WhatCannotBe_SaysSo(string options, string expected)
    {
        Assert.Equal(ExitCodes.Usage, _session.Run(["measure", "--dataset", _session.File("data"), "--out", _session.File("x.csv"), .. options.Split(' ')]));
        Assert.Contains(expected, _session.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_session.File("x.csv")));
    }

    public void Dispose() => _session.Dispose();

    private void AssertRowZero(InitialMeasurement row, string model, string[] options, bool setK = true)
    {
        string run = FormattableString.Invariant($"{row.Model}-{row.K}-{row.Seed}");
        string[] k = setK ? ["--k", row.K.ToString(CultureInfo.InvariantCulture)] : [];
        _session.Train(run, ["--model", model, .. k, "--seed", row.Seed.ToString(CultureInfo.InvariantCulture), "--steps", "1", .. options]);
        StepRow zero = Assert.Single(_session.Steps(run));
        Assert.Equal(
            (zero.U, zero.L, zero.G, zero.LambdaMinMean, zero.LambdaMaxMean, zero.Samples),
            (row.U, row.L, row.G, row.LambdaMin, row.LambdaMax, row.Independence.Samples));
    }
}
