using StructuralError.Core.Common;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Figures.Svg;
using StructuralError.Reporting.Runs;
using Xunit;

namespace StructuralError.Tests.Reporting.Runs;

public sealed class ComparisonFigureTests : IDisposable
{
    private static readonly string[] Columns = ["step", "log_fitting_error", "U", "pearson_upper", "loss"];

    private readonly string _directory = Directory.CreateTempSubdirectory("comparison-").FullName;
    private readonly List<string> _warnings = [];

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Build_ByParameter_OneCurveAGroupInTheOrderOfTheValues()
    {
        ComparedRun[] runs = [.. from k in (int[])[10, 2] from seed in (int[])[0, 1] select Read("b", k, seed)];
        Figure figure = ComparisonFigure.Build("c", runs, new ComparisonRequest("step", ["log_fitting_error"], ["k"]), _warnings.Add);

        Panel panel = Assert.Single(figure.Panels);
        Assert.Equal(["k = 2", "k = 10"], panel.Series.Select(series => series.Name).OfType<string>());
        Assert.Equal(["k = 2", "k = 10"], panel.Bands.Select(band => band.Key));
        Assert.Equal(4, panel.Series.Count(series => series.Opacity < 1));
        Assert.Equal("log_fitting_error by k – MNIST", figure.Title);
        Assert.Contains("mean over 2 seeds", figure.Subtitle, StringComparison.Ordinal);
        Assert.Empty(_warnings);
        Series mean = panel.Series.First(series => series.Name == "k = 2");
        Assert.Equal(runs.Where(run => run.Values["k"] == "2").Average(run => run.Column("log_fitting_error")[7]), mean.Y[7], 1e-12);
    }

    [Fact]
    public void Build_SeveralColumns_APanelEach()
    {
        ComparedRun[] runs = [Read("a", 1, 0), Read("b", 1, 0)];
        Figure figure = ComparisonFigure.Build("c", runs, new ComparisonRequest("step", ["U", "pearson_upper"], []));
        Assert.Equal(["U", "pearson_upper"], figure.Panels.Select(panel => panel.Y.Label));
        Assert.Equal(["mnist-a-k1-s0", "mnist-b-k1-s0"], figure.Panels[0].Series.Select(series => series.Name));
        Assert.Equal(runs[0].Column("U"), figure.Panels[0].Series[0].Y);
        Assert.Equal(runs[1].Column("pearson_upper"), figure.Panels[1].Series[1].Y);
    }

    [Fact]
    public void Build_OtherX_DrawsOneColumnOverTheOther()
    {
        ComparedRun run = Read("a", 1, 0);
        Series series = Assert.Single(ComparisonFigure.Build("c", [run], new ComparisonRequest("U", ["loss"], [])).Panels[0].Series);
        Assert.Equal(run.Column("U"), series.X);
        Assert.Equal(run.Column("loss"), series.Y);
    }

    [Fact]
    public void Build_GroupOfDifferentModels_WarnsAndSpeaksOfRuns()
    {
        ComparedRun[] runs = [Read("a", 1, 0), Read("b", 1, 0), Read("b", 1, 1)];
        Figure figure = ComparisonFigure.Build("c", runs, new ComparisonRequest("step", ["U"], ["k"]), _warnings.Add);
        Assert.Equal("the runs of k = 1 differ in model too, so their mean is not one over seeds; add to --by what should be apart.", Assert.Single(_warnings));
        Assert.Contains("mean over 3 runs", figure.Subtitle, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_SpecFieldByItsShortName_Groups()
    {
        ComparedRun[] runs = [Read("a", 1, 0), ComparedRun.Read(StoredRuns.Give(_directory, "a", 1, 1, learningRate: 0.1), Columns)];
        Figure figure = ComparisonFigure.Build("c", runs, new ComparisonRequest("step", ["U"], ["lr", "model"]));
        Assert.Equal(["learning_rate = 0.01, model a", "learning_rate = 0.1, model a"], figure.Panels[0].Series.Select(series => series.Name));
    }

    [Fact]
    public void Build_UnfinishedRun_WarnsWhereTheMeanEnds()
    {
        ComparedRun[] runs = [Read("a", 1, 0), ComparedRun.Read(StoredRuns.Give(_directory, "a", 1, 1, rows: 30, finished: false), Columns)];
        Figure figure = ComparisonFigure.Build("c", runs, new ComparisonRequest("step", ["U"], ["k"]), _warnings.Add);
        Assert.Equal("mnist-a-k1-s1 is not finished: its group's mean ends at its last step, 29.", Assert.Single(_warnings));
        Assert.Equal(30, figure.Panels[0].Series[0].X.Count);
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void Build_Twice_GivesTheSameBytes()
    {
        ComparedRun[] runs = [Read("a", 1, 0), Read("a", 1, 1)];
        ComparisonRequest request = new("step", ["U"], ["k"]);
        byte[] first = SvgWriter.Write(ComparisonFigure.Build("c", runs, request));
        using CommaCulture culture = new();
        Assert.Equal(first, SvgWriter.Write(ComparisonFigure.Build("c", [Read("a", 1, 0), Read("a", 1, 1)], request)));
    }

    [Fact]
    public void Problems_UnknownNames_AreAllListedWithTheNearest()
    {
        string[] problems = [.. new ComparisonRequest("stepp", ["U", "los"], ["widht", "zzz"]).Problems([Read("a", 1, 0)]).Select(problem => problem.Message)];
        Assert.Equal(4, problems.Length);
        Assert.Equal("--x: 'stepp' is no column of steps.csv; did you mean 'step'?", problems[0]);
        Assert.Equal("--y: 'los' is no column of steps.csv; did you mean 'loss'?", problems[1]);
        Assert.Equal("--by: 'widht' is no field or network parameter of these runs; did you mean 'width'?", problems[2]);
        Assert.Contains("there are ", problems[3], StringComparison.Ordinal);
        Assert.DoesNotContain("network,", problems[3], StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoRun_SaysWhy()
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => ComparedRun.Read(Path.Combine(_directory, "nowhere"), Columns));
        Assert.Equal(FailureKind.Usage, error.Kind);
        Assert.Contains("there is no such directory", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoRows_IsBadData() =>
        Assert.Equal(FailureKind.BadData, Assert.Throws<UserErrorException>(() => ComparedRun.Read(StoredRuns.Give(_directory, "a", 1, 0, rows: 0), Columns)).Kind);

    private ComparedRun Read(string model, int k, int seed) => ComparedRun.Read(StoredRuns.Give(_directory, model, k, seed), Columns);
}
