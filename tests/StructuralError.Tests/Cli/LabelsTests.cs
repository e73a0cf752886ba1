using StructuralError.Cli.Common;
using StructuralError.Core.Structure;
using StructuralError.Runs.Directories;
using StructuralError.Tests.Data;
using Xunit;

namespace StructuralError.Tests.Cli;

/// <summary>Label noise, copies and smoothing, from the command line to the files.</summary>
public sealed class LabelsTests : IDisposable
{
    private static readonly string[] Columns = ["proposition1_risk", "proposition1_constant", "proposition1_violations", "label_floor"];

    private readonly SmallDataSession _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("--label-noise", "0.2", "--label-copies", "0")]
    [InlineData("--label-noise", "0.4", "--label-copies", "8", "--train-limit", "90")]
    [InlineData("--label-smoothing", "0.1", "--precision", "f64")]
    [InlineData("--label-smoothing", "0.1", "--loss", "sparsemax", "--precision", "f64")]
    [InlineData("--label-noise", "0.2", "--label-copies", "0", "--loss", "squared", "--precision", "f64", "--probe", "train:40")]
    public void Train_SoftTargets_ChecksProposition1OnEverySample(params string[] options)
    {
        _session.Train("run", ["--model", "a", "--width", "9", "--steps", "5", .. options]);
        IReadOnlyList<StepRow> rows = _session.Steps("run");
        Assert.Equal(5, rows.Count);
        Assert.All(rows, row =>
        {
            Assert.Equal(0, row.Proposition1Violations);
            Assert.Equal(row.Proposition1Risk!.Value, row.Proposition1Constant!.Value + row.Loss, 1e-11);
            Assert.InRange(row.LabelFloor!.Value, 0.01, 0.9);
            Assert.Equal(0, row.Theorem3Violations);
        });
        string summary = File.ReadAllText(Path.Combine(_session.File("run"), RunDirectory.SummaryName));
        Assert.Contains(FormattableString.Invariant($"\"proposition1_checks\": {rows.Sum(row => row.Samples)},"), summary, StringComparison.Ordinal);
        Assert.Contains("\"proposition1_violations\": 0,", summary, StringComparison.Ordinal);
        Assert.True(_session.Run("runs", "verify", _session.File("run")) == ExitCodes.Success, _session.Out);
    }

    /// <summary>1 − ‖q‖² is 0.3556 for every sample.</summary>
    [Fact]
    public void Train_KnownNoise_StandsOnItsFloor()
    {
        _session.Train("run", "--model", "a", "--width", "9", "--steps", "3", "--label-noise", "0.2", "--label-copies", "0");
        Assert.All(_session.Steps("run"), row => Assert.Equal(1 - 0.64 - (0.04 / 9), row.LabelFloor!.Value, 1e-12));
    }

    [Theory]
    [InlineData()]
    [InlineData("--label-noise", "0.2")]
    [InlineData("--train-limit", "50")]
    public void Train_HardTargets_HasNoColumnsOfTargets(params string[] options)
    {
        _session.Train("run", ["--model", "a", "--width", "9", "--steps", "3", .. options]);
        string header = File.ReadLines(Path.Combine(_session.File("run"), RunDirectory.StepsName)).First();
        Assert.All(Columns, column => Assert.DoesNotContain(column, header, StringComparison.Ordinal));
        Assert.DoesNotContain("proposition1", File.ReadAllText(Path.Combine(_session.File("run"), RunDirectory.SummaryName)), StringComparison.Ordinal);
        Assert.True(_session.Run("runs", "verify", _session.File("run")) == ExitCodes.Success, _session.Out);
    }

    [Fact]
    public void Train_SoftTargets_SameBytesForAnyThreads()
    {
        string[] options = ["--model", "c", "--channels", "3", "--steps", "4", "--label-noise", "0.3", "--label-copies", "5"];
        _session.Train("one", [.. options, "--threads", "1"]);
        _session.Train("three", [.. options, "--threads", "3"]);
        Assert.Equal(_session.Bytes("one", RunDirectory.StepsName), _session.Bytes("three", RunDirectory.StepsName));
    }

    /// <summary>Each seed has the same labels: what differs between seeds is not the data.</summary>
    [Fact]
    public void Train_OtherSeed_HasTheSameLabels()
    {
        string[] options = ["--model", "a", "--width", "9", "--steps", "13", "--per-sample", "--label-noise", "0.5"];
        _session.Train("first", [.. options, "--seed", "1"]);
        _session.Train("second", [.. options, "--seed", "2"]);
        _session.Train("other", [.. options, "--seed", "1", "--label-seed", "7"]);
        Assert.Equal(Labels("first"), Labels("second"));
        Assert.NotEqual(Labels("first"), Labels("other"));

        string[] Labels(string run) => [.. File.ReadLines(Path.Combine(_session.File(run), RunDirectory.SamplesName)).Skip(1).Select(line => line.Split(','))
            .DistinctBy(cells => cells[1]).OrderBy(cells => int.Parse(cells[1], System.Globalization.CultureInfo.InvariantCulture)).Select(cells => cells[2])];
    }

    [Theory]
    [InlineData("label_noise: must be from 0 to 1, got 1.5.", "--label-noise", "1.5")]
    [InlineData("label_smoothing: must be from 0 to 1, got -0.1.", "--label-smoothing", "-0.1")]
    [InlineData("label_copies: must be auto, or from 0 to 1048576, got -1.", "--label-copies", "-1")]
    [InlineData("train_limit: must be at least 1, got 0.", "--train-limit", "0")]
    [InlineData("train_limit: 201 asks for more samples than the 200 that data has to train on.", "--train-limit", "201")]
    public void Train_ImpossibleLabels_AreRefused(string expected, params string[] options)
    {
        Assert.Equal(ExitCodes.Usage, _session.Run(["train", "--dataset", _session.DataPath, "--out", _session.File("run"), .. options]));
        Assert.Contains(expected, _session.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_session.File("run")));
    }

    [Fact]
    public void Train_SoftLabelsThatAreNotThere_NamesTheFile()
    {
        Assert.Equal(ExitCodes.BadData, _session.Run("train", "--dataset", _session.DataPath, "--soft-labels", "--out", _session.File("run")));
        Assert.Contains("no file train-soft-labels*", _session.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_SoftLabels_AreTrainedForAndVerified()
    {
        double[] rows = new double[200 * 10];
        for (int n = 0; n < 200; n++)
        {
            (rows[(n * 10) + (n % 10)], rows[(n * 10) + ((n + 1) % 10)]) = (0.75, 0.25);
        }

        File.WriteAllBytes(Path.Combine(_session.DataPath, "train-soft-labels-idx2-double"), IdxBytes.Float64(200, 10, rows));
        _session.Train("run", "--model", "a", "--width", "9", "--steps", "4", "--soft-labels", "--precision", "f64");
        Assert.All(_session.Steps("run"), row => Assert.Equal((0.375, 0), (row.LabelFloor!.Value, row.Proposition1Violations!.Value)));
        Assert.True(_session.Run("runs", "verify", _session.File("run")) == ExitCodes.Success, _session.Out);
        Assert.Contains("train-soft-labels-idx2-double", File.ReadAllText(Path.Combine(_session.File("run"), RunDirectory.ManifestName)), StringComparison.Ordinal);

        File.Delete(Path.Combine(_session.DataPath, "train-soft-labels-idx2-double"));
        Assert.Equal(ExitCodes.Failure, _session.Run("runs", "verify", _session.File("run")));
        Assert.Contains("no file train-soft-labels*", _session.Out, StringComparison.Ordinal);
    }
}
