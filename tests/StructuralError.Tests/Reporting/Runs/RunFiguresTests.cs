using System.Text;
using StructuralError.Core.Common;
using StructuralError.Core.Structure;
using StructuralError.Experiments.Specs;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Figures.Svg;
using StructuralError.Reporting.Runs;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Tables;
using StructuralError.Tests.Reporting.Figures;
using Xunit;

namespace StructuralError.Tests.Reporting.Runs;

public sealed class RunFiguresTests : IDisposable
{
    private const string Manifest = """
        { "dataset": { "name": "mnist" }, "network": { "name": "b", "title": "Fully connected, skip connections", "values": { "k": 3, "width": 128, "skip": true } },
          "spec": { "seed": 0, "batch_size": 64, "learning_rate": 0.01, "momentum": 0.9, "weight_decay": 0 }, "engine": { "precision": "f32" } }
        """;

    private static readonly string[] Names = ["overview.svg", "bounds.svg", "local_pearson.svg", "gradient_norm_structure.svg"];

    private readonly string _directory = Directory.CreateTempSubdirectory("run-figures-").FullName;
    private readonly List<string> _warnings = [];

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    /// <summary>A start does not look at what becomes of them: a fault here would only make it slower.</summary>
    [Fact]
    public void Prepare_MadeUpRun_GoesThrough()
    {
        RunDocuments.Prepare();
        RunFigures.Prepare();
    }

    [Fact]
    public void Write_FinishedRun_WritesItsFiguresAndNothingElse()
    {
        Give(SampleFigures.Run(200), Manifest);

        IReadOnlyList<string> written = RunFigures.Write(_directory, _warnings.Add);

        Assert.Equal(Names.Select(name => Path.Combine(_directory, "figures", name)), written);
        Assert.Equal(written.Order(), Directory.GetFiles(Path.Combine(_directory, "figures")).Order());
        Assert.Empty(_warnings);
    }

    /// <summary>What is removed with a run is removed by these names.</summary>
    [Fact]
    public void Names_OfFigures_AreThoseThatARunOwns() => Assert.Equal([.. Names.Select(name => Path.GetFileNameWithoutExtension(name)), KernelFigure.Id], RunFiles.Figures);

    [Fact]
    public void Write_Again_GivesTheSameBytes()
    {
        Give(SampleFigures.Run(300), Manifest);
        byte[][] first = Bytes();
        using CommaCulture culture = new();
        Assert.Equal(first, Bytes());

        byte[][] Bytes() => [.. RunFigures.Write(_directory).Select(File.ReadAllBytes)];
    }

    [Fact]
    public void Write_WithManifest_TitleAndNoteSayWhatItSays()
    {
        Give(SampleFigures.Run(200), Manifest);
        string svg = File.ReadAllText(RunFigures.Write(_directory)[1]);
        Assert.Contains(">Model b (fully connected, skip connections), k = 3 – MNIST, seed 0<", svg, StringComparison.Ordinal);
        Assert.Contains(">SGD, learning rate 0.01, momentum 0.9, batch size 64 · width = 128, skip · float32 · 200 measured steps<", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_EverySeventhStepMeasured_CaptionsCountRowsAndNotSteps()
    {
        Give([.. SampleFigures.Run(200).Select(row => row with { Step = 7 * row.Step })], Manifest);
        string[] figures = [.. RunFigures.Write(_directory).Select(File.ReadAllText)];
        Assert.Contains("Bold: running mean of 11 measured steps, one in 7.", figures[1], StringComparison.Ordinal);
        Assert.Contains("over the trailing 50 measured steps, one in 7;", figures[2], StringComparison.Ordinal);
        Assert.DoesNotContain("50 steps", figures[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Write_FlagSwitchedOff_NoteSaysNo()
    {
        Give(SampleFigures.Run(60), """{ "network": { "values": { "skip": false, "width": 8 } } }""");
        Assert.Contains(">no skip, width = 8 · 60 measured steps<", File.ReadAllText(RunFigures.Write(_directory)[1]), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_LabelsThatAreNotTheDatas_NoteSaysWhatTheyAre()
    {
        Give(SampleFigures.Run(60), """{ "spec": { "train_limit": 90, "soft_labels": true, "label_noise": 0.2, "label_copies": 8, "label_smoothing": 0.1 } }""");
        Assert.Contains(
            ">train limit 90, soft labels, label noise 0.2, label copies 8, label smoothing 0.1 · 60 measured steps<", File.ReadAllText(RunFigures.Write(_directory)[1]), StringComparison.Ordinal);
    }

    /// <summary>Every field of the spec that is about labels is in the note of a run that has it.</summary>
    [Fact]
    public void Write_AnyFieldOfLabels_IsInTheNote()
    {
        SpecField[] fields = [.. SpecFields.All.Where(field => field.Name.Contains("label", StringComparison.Ordinal) || field.Name == "train_limit")];
        Assert.Equal(6, fields.Length);
        Give(SampleFigures.Run(60), $$"""{ "spec": { {{string.Join(", ", fields.Select(field => $"\"{field.Name}\": 7"))}} } }""");
        string svg = File.ReadAllText(RunFigures.Write(_directory)[1]);
        Assert.All(fields, field => Assert.Contains($"{field.Name.Replace('_', ' ')} 7", svg, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "One training run", 0)]
    [InlineData("{ broken", "One training run", 1)]
    [InlineData("[]", "One training run", 1)]
    [InlineData("""{ "dataset": { "name": "digits" } }""", "digits", 0)]
    [InlineData("""{ "dataset": 7, "network": { "name": "MLP", "values": [] }, "spec": { "seed": "12" } }""", "One training run", 1)]
    [InlineData("""{ "network": { "name": "MLP" }, "spec": { "seed": "12" } }""", "Model MLP – seed 12", 0)]
    [InlineData("""{ "network": { "title": "MLP of mine", "values": { "k": 2 } } }""", "MLP of mine, k = 2", 0)]
    public void Write_ManifestWithLess_LeavesItOut(string? manifest, string title, int warnings)
    {
        Give(SampleFigures.Run(60), manifest);
        string svg = File.ReadAllText(RunFigures.Write(_directory, _warnings.Add)[1]);
        Assert.Contains($"<title id=\"bounds-title\">{title}</title>", svg, StringComparison.Ordinal);
        Assert.Equal(warnings, _warnings.Count);
    }

    [Fact]
    public void Write_FewerThanFiftyRows_PearsonFigureSaysWhatItNeeds()
    {
        Give(SampleFigures.Run(49), Manifest);
        string svg = File.ReadAllText(RunFigures.Write(_directory)[2]);
        Assert.Contains("Needs 50 steps: this run has 49 so far", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_KilledRun_WarnsAndDrawsTheWholeRows()
    {
        Give(SampleFigures.Run(60), Manifest);
        string steps = Path.Combine(_directory, "steps.csv");
        byte[] whole = File.ReadAllBytes(steps);
        IReadOnlyList<string> written = RunFigures.Write(_directory);
        byte[][] expected = [.. written.Select(File.ReadAllBytes)];
        File.WriteAllBytes(steps, [.. whole, .. Encoding.UTF8.GetBytes("60,0,64,0.12")]);

        Assert.Equal(expected, RunFigures.Write(_directory, _warnings.Add).Select(File.ReadAllBytes));
        Assert.Contains("line 62", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_NoRunThere_SaysSo()
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => RunFigures.Write(_directory));
        Assert.Equal(FailureKind.Usage, error.Kind);
        Assert.StartsWith(_directory, error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_directory));
    }

    [Fact]
    public void Write_HeaderAlone_IsBadData()
    {
        Give([], Manifest);
        Assert.Equal(FailureKind.BadData, Assert.Throws<UserErrorException>(() => RunFigures.Write(_directory)).Kind);
    }

    [Fact]
    public void Write_FiguresIsAFile_IsAnOutputError()
    {
        Give(SampleFigures.Run(60), Manifest);
        File.WriteAllText(Path.Combine(_directory, "figures"), "in the way");
        Assert.Equal(FailureKind.InputOutput, Assert.Throws<UserErrorException>(() => RunFigures.Write(_directory)).Kind);
    }

    [Fact]
    public void Build_SmoothedCurves_KeepTheIdentitiesOfTheBounds()
    {
        StepRow[] rows = [.. SampleFigures.Run(400).Select(row => row with { G = row.U - row.L })];
        Figure figure = RunFigures.Build(SampleFigures.Manifest, rows)[3];
        Series[] bold = [.. figure.Panels[1].Series.Where(series => series.Name is not null)];
        for (int i = 0; i < rows.Length; i++)
        {
            Assert.Equal(bold.Single(series => series.Key == "G").Y[i], bold.Single(series => series.Key == "U").Y[i] - bold.Single(series => series.Key == "L").Y[i], 1e-12);
        }
    }

    [Fact]
    public void Build_LongRun_StillHoldsEveryMeasuredValue()
    {
        StepRow[] rows = SampleFigures.Run(400);
        Figure figure = RunFigures.Build(SampleFigures.Manifest, rows)[1];
        Series thin = Assert.Single(figure.Panels[0].Series, series => series.Key == "log_fitting_error" && series.Name is null);
        Assert.Equal(rows.Select(row => row.LogFittingError), thin.Y);
    }

    [Fact]
    public void Build_Overview_HasTheCurvesOfTheOtherFiguresLossAndAccuracy()
    {
        StepRow[] rows = SampleFigures.Run(400);
        IReadOnlyList<Figure> figures = RunFigures.Build(SampleFigures.Manifest, rows);
        Figure overview = figures[0];
        Assert.Equal(4, overview.Panels.Count);
        Assert.All([(0, figures[1].Panels[0]), (1, figures[2].Panels[0])], pair =>
            Assert.Equal(Curves([pair.Item2]), Curves([overview.Panels[pair.Item1]])));
        Assert.Equal(Curves(figures[3].Panels), Curves([overview.Panels[2]]));
        Assert.Equal(rows.Select(row => row.Loss), overview.Panels[3].Series.First(series => series.Key == "loss").Y);
        Assert.Equal(rows.Select(row => row.Accuracy), overview.Panels[3].Series.First(series => series.Key == "accuracy").Y);

        static IEnumerable<(string Key, bool IsBold, double[] Y)> Curves(IEnumerable<Panel> panels) =>
            panels.SelectMany(panel => panel.Series).Select(series => (series.Key, series.Opacity == 1, series.Y.ToArray()));
    }

    [Fact]
    public void Build_OverviewWithoutAccuracyOrCorrelations_SaysSoWhereTheyWouldBe()
    {
        StepRow[] rows = [.. SampleFigures.Run(20).Select(row => row with { Loss = double.NaN, Accuracy = double.NaN })];
        string svg = Encoding.UTF8.GetString(SvgWriter.Write(RunFigures.Build(SampleFigures.Manifest, rows)[0]));
        Assert.Contains("Needs 50 steps: this run has 20 so far", svg, StringComparison.Ordinal);
        Assert.Contains("No finite values to draw", svg, StringComparison.Ordinal);
        Assert.Contains("accuracy has no finite value.", svg, StringComparison.Ordinal);
    }

    private void Give(IReadOnlyList<StepRow> rows, string? manifest)
    {
        File.WriteAllBytes(Path.Combine(_directory, "steps.csv"), RunTables.Steps.ToBytes(rows));
        if (manifest is not null)
        {
            File.WriteAllText(Path.Combine(_directory, "manifest.json"), manifest);
        }
    }
}
