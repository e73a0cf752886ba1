using System.Text.Json;
using StructuralError.Cli.Common;
using StructuralError.Core.Structure;
using StructuralError.Runs.Directories;
using StructuralError.Tests.Losses;
using Xunit;

namespace StructuralError.Tests.Cli;

/// <summary><c>--loss</c>, from the command line and model files to what a run leaves.</summary>
public sealed class LossOptionTests : IDisposable
{
    private const string Model = """
        { "name": "own", "input": [1, 28, 28], "loss": "LOSS", "layers": ["flatten", { "linear": "classes" }] }
        """;

    private readonly SmallDataSession _session = new();

    public static TheoryData<string> Losses => [.. LossDraw.All.Skip(1)];

    [Theory]
    [MemberData(nameof(Losses))]
    public void Train_EveryLoss_LeavesARunThatIsRightAndSaysWhich(string loss)
    {
        _session.Train("run", "--model", "b", "--width", "9", "--lr", "0.001", "--epochs", "6", "--loss", loss);
        Assert.True(_session.Run("runs", "verify", _session.File("run")) == ExitCodes.Success, _session.Out);
        Assert.All(_session.Steps("run"), row => Assert.Equal(0, row.Theorem3Violations));
        Assert.Equal(loss, Text("run", RunDirectory.ManifestName, "spec", "loss"));
        Assert.Equal(loss, Text("run", RunDirectory.SummaryName, "loss"));
        Assert.Contains($"k = 1, {loss}", File.ReadAllText(Path.Combine(_session.File("run"), "figures", "overview.svg")), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, _session.Run("report", _session.File("run"), "--out", _session.File("report.html")));
        Assert.Contains(loss, File.ReadAllText(_session.File("report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Train_LossOfTheDefault_IsTheSameRunAsWithoutTheOption()
    {
        _session.Train("without", "--model", "a", "--width", "9", "--steps", "5");
        _session.Train("with", "--model", "a", "--width", "9", "--steps", "5", "--loss", "softmax");
        Assert.Equal(_session.Bytes("without", RunDirectory.StepsName), _session.Bytes("with", RunDirectory.StepsName));
        Assert.Equal(Text("without", RunDirectory.SummaryName, "run_identity"), Text("with", RunDirectory.SummaryName, "run_identity"));
        Assert.DoesNotContain("exact_fits", File.ReadLines(Path.Combine(_session.File("with"), RunDirectory.StepsName)).First(), StringComparison.Ordinal);
    }

    /// <summary>Every sample's margin is above 1 after a while.</summary>
    [Fact]
    public void Train_Sparsemax_CountsExactFits()
    {
        _session.Train("run", "--model", "a", "--width", "20", "--lr", "0.003", "--epochs", "40", "--loss", "sparsemax");
        IReadOnlyList<StepRow> rows = _session.Steps("run");
        Assert.Contains(rows, row => row.ExactFits > 0 && row.LogSamples > 0 && double.IsFinite(row.LogFittingError));
        Assert.All(rows, row => Assert.Equal(row.Samples - row.ExactFits, row.LogSamples));
        Assert.Equal(rows.Sum(row => row.ExactFits!.Value), Number("run", RunDirectory.SummaryName, "exact_fits"));
        Assert.True(_session.Run("runs", "verify", _session.File("run")) == ExitCodes.Success, _session.Out);
        string damaged = Path.Combine(_session.File("run"), RunDirectory.SummaryName);
        File.WriteAllText(damaged, File.ReadAllText(damaged).Replace("\"exact_fits\": ", "\"exact_fits\": 1", StringComparison.Ordinal));
        Assert.Equal(ExitCodes.Failure, _session.Run("runs", "verify", _session.File("run")));
        Assert.Contains("exact_fits is ", _session.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_ModelFileWithALoss_TakesItUnlessAnotherIsAskedFor()
    {
        string model = _session.Write("own.json", Model.Replace("LOSS", "sparsemax", StringComparison.Ordinal));
        _session.Train("own", "--model", model, "--steps", "3");
        _session.Train("asked", "--model", model, "--steps", "3", "--loss", "squared");
        _session.Train("softmax", "--model", model, "--steps", "3", "--loss", "softmax");
        Assert.Equal("sparsemax", Text("own", RunDirectory.ManifestName, "spec", "loss"));
        Assert.Equal("model file", Text("own", RunDirectory.ManifestName, "origins", "loss"));
        Assert.Equal("squared", Text("asked", RunDirectory.ManifestName, "spec", "loss"));
        Assert.Null(_session.Steps("softmax")[0].ExactFits);
        Assert.Equal(ExitCodes.Success, _session.Run("train", "--dataset", _session.DataPath, "--model", model, "--explain"));
        Assert.Contains("loss           sparsemax", _session.Out, StringComparison.Ordinal);
        Assert.Contains("-sparsemax-", _session.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_ModelFileWithAnUnknownLoss_IsRefused()
    {
        string model = _session.Write("own.json", Model.Replace("LOSS", "hinge", StringComparison.Ordinal));
        Assert.Equal(ExitCodes.Usage, _session.Run("train", "--dataset", _session.DataPath, "--model", model));
        Assert.Contains("$.loss: a loss is one of softmax, squared, sparsemax, entmax:ALPHA, ", _session.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sparsmax", "loss: 'sparsmax' is not one of softmax, squared, sparsemax, entmax:ALPHA, ova-logistic, poisson, perceptron, with 1 < ALPHA <= 2; "
        + "did you mean 'sparsemax'?")]
    [InlineData("entmax:1", "; entmax:1 would be softmax")]
    [InlineData("entmax:3", "loss: 'entmax:3' is not one of softmax, ")]
    public void Train_UnknownLoss_IsRefused(string loss, string expected)
    {
        Assert.Equal(ExitCodes.Usage, _session.Run("train", "--dataset", _session.DataPath, "--loss", loss));
        Assert.Contains(expected, _session.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_PerceptronOrPoissonTooFar_SaysSo()
    {
        Assert.Equal(
            ExitCodes.Success, _session.Run("train", "--dataset", _session.DataPath, "--steps", "2", "--loss", "perceptron", "--out", _session.File("run")));
        Assert.Contains("perceptron is outside the paper's assumptions", _session.Error, StringComparison.Ordinal);
        Assert.Equal(
            ExitCodes.Failure, _session.Run("train", "--dataset", _session.DataPath, "--lr", "10", "--loss", "poisson", "--out", _session.File("far")));
        Assert.Contains("the loss became ", _session.Error, StringComparison.Ordinal);
        Assert.Contains("A smaller --lr (now 10) may help.", _session.Error, StringComparison.Ordinal);
        Assert.All(_session.Steps("far"), row => Assert.True(double.IsFinite(row.Loss)));
    }

    [Fact]
    public void Train_Kernel_UsesTheLossesCurvature()
    {
        _session.Train("run", "--model", "a", "--width", "9", "--steps", "3", "--kernel-every", "1", "--kernel-probe", "train:6", "--loss", "squared");
        Assert.True(_session.Run("runs", "verify", _session.File("run")) == ExitCodes.Success, _session.Out);

        // ∇²Ω* = I: the Gauss–Newton matrix is K / N.
        Assert.All(_session.Kernel("run"), row => Assert.Equal(row.LambdaMax / row.Samples, row.Sharpness, 1e-9 * row.LambdaMax));
    }

    /// <summary>The perceptron has no curvature: every eigenvalue of its Gauss–Newton matrix is 0. Its one sample comes to be right, so that all of e is 0.</summary>
    [Fact]
    public void Train_KernelWithoutCurvatureAndError_IsVerified()
    {
        _session.Train("run", "--model", "a", "--width", "9", "--epochs", "8", "--kernel-every", "20", "--kernel-probe", "train:1", "--loss", "perceptron");
        Assert.True(_session.Run("runs", "verify", _session.File("run")) == ExitCodes.Success, _session.Out);
        IReadOnlyList<KernelRow> rows = _session.Kernel("run");
        Assert.All(rows, row => Assert.Equal((0.0, 0.0, 0.0, 0), (row.Sharpness, row.GgnLambdaMax, row.GgnTrace, row.Violations)));
        Assert.Contains(rows, row => double.IsNegativeInfinity(row.LogMeanFittingError) && double.IsNegativeInfinity(row.LogBatchGradientNorm));
    }

    /// <summary>Manifests leave out the default. Beside a run that has another value it must not look as if nothing were known.</summary>
    [Fact]
    public void ExportTable_RunsOfSeveralLosses_NamesTheDefaultToo()
    {
        _session.Train("plain", "--model", "a", "--width", "9", "--steps", "1");
        _session.Train("other", "--model", "a", "--width", "9", "--steps", "1", "--loss", "sparsemax", "--label-noise", "0.2", "--train-limit", "50");
        string file = _session.File("table.csv");
        Assert.Equal(ExitCodes.Success, _session.Run("export", "table", _session.File("plain"), _session.File("other"), "--out", file));
        string[][] lines = [.. File.ReadLines(file).Select(line => line.Split(','))];
        Assert.Equal(["softmax", "sparsemax"], Cells("spec_loss"));
        Assert.Equal(["0", "0.2"], Cells("label_noise"));
        Assert.Equal(["", "50"], Cells("train_limit"));

        IEnumerable<string> Cells(string header) => lines.Skip(1).Select(line => line[Array.IndexOf(lines[0], header)]);
    }

    [Fact]
    public void Sweep_GridOverLosses_IsARunForEach()
    {
        Assert.Equal(ExitCodes.Success, _session.Run(
            "sweep", "--dataset", _session.DataPath, "--grid", "loss=softmax,entmax:1.5", "--steps", "2", "--dry-run", "--out", _session.File("sweep")));
        Assert.Contains("--loss entmax:1.5", _session.Out, StringComparison.Ordinal);
    }

    public void Dispose() => _session.Dispose();

    private string? Text(string run, string file, params string[] path) => Element(run, file, path).GetString();

    private double Number(string run, string file, params string[] path) => Element(run, file, path).GetDouble();

    private JsonElement Element(string run, string file, string[] path)
    {
        using JsonDocument document = JsonDocument.Parse(_session.Bytes(run, file));
        return path.Aggregate(document.RootElement, (element, name) => element.GetProperty(name)).Clone();
    }
}
