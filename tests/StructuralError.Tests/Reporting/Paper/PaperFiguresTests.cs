using StructuralError.Core.Statistics;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Reporting.Figures.Layout;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Figures.Pdf;
using StructuralError.Reporting.Figures.Svg;
using StructuralError.Reporting.Paper;
using StructuralError.Reporting.Runs;
using Xunit;

namespace StructuralError.Tests.Reporting.Paper;

public class PaperFiguresTests
{
    private const int Seeds = 3;

    private static readonly ReproductionData Data = Reproductions.Make(Seeds);
    private static readonly Dictionary<string, Figure> Figures = PaperFigures.Build(Data).ToDictionary(figure => figure.Id);

    private static readonly Lazy<Dictionary<string, Figure>> Quick = new(() => PaperFigures.Build(Data with { IsQuick = true }).ToDictionary(figure => figure.Id));
    private static readonly Lazy<Dictionary<string, Figure>> Again = new(() => PaperFigures.Build(Reproductions.Make(Seeds)).ToDictionary(figure => figure.Id));

    private static readonly string[] InOrder = ["figure2", "figure3", "figure4", "figure5", "figure6", "figure7", "figure8", "figure9", "structural_matrix_origin", "theorem4"];

    public static TheoryData<string> Ids { get; } = [.. InOrder];

    [Fact]
    public void Build_AnyData_GivesAllFiguresInTheirOrder()
    {
        Assert.Equal(InOrder, PaperFigures.Build(Data).Select(figure => figure.Id));
        Assert.Equal(InOrder, PaperFigures.Build(Reproductions.Empty).Select(figure => figure.Id));
    }

    [Theory]
    [InlineData("figure2", 4, 3)]
    [InlineData("figure3", 8, 2)]
    [InlineData("figure4", 4, 4)]
    [InlineData("figure5", 4, 3)]
    [InlineData("figure6", 12, 3)]
    [InlineData("figure7", 12, 3)]
    [InlineData("figure8", 4, 6)]
    [InlineData("figure9", 4, 6)]
    [InlineData("structural_matrix_origin", 16, 4)]
    [InlineData("theorem4", 6, 8)]
    public void Build_CompleteData_EveryCurveHasItsMeanItsBandAndItsSingleRuns(string id, int panels, int curves)
    {
        Figure figure = Figures[id];
        Assert.Equal(panels, figure.Panels.Count);
        foreach (Panel panel in figure.Panels)
        {
            Series[] bold = [.. panel.Series.Where(series => series.Name is not null)];
            Assert.Equal(curves, bold.Length);
            Assert.Equal(bold.Select(series => series.Key), panel.Bands.Select(band => band.Key));
            Assert.All(bold, series => Assert.Equal(Seeds, panel.Series.Count(other => other.Key == series.Key && other.Opacity < 1)));
        }
    }

    [Trait("Speed", "Slow")]
    [Theory]
    [MemberData(nameof(Ids))]
    public void Build_Twice_GivesTheSameBytes(string id)
    {
        (byte[] svg, byte[] pdf) = (SvgWriter.Write(Figures[id]), PdfWriter.Write(Figures[id]));
        using CommaCulture culture = new();
        Assert.Equal(svg, SvgWriter.Write(Again.Value[id]));
        Assert.Equal(pdf, PdfWriter.Write(Again.Value[id]));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Build_QuickData_SaysSoInTheSubtitle(string id)
    {
        Figure quick = Quick.Value[id];
        Assert.StartsWith("Quick run: fewer steps", quick.Subtitle, StringComparison.Ordinal);
        Assert.StartsWith("Quick run: fewer steps", quick.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("Quick", Figures[id].Subtitle, StringComparison.Ordinal);
        Assert.EndsWith("– MNIST", quick.Title, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Build_NoData_EveryPanelSaysWhatIsMissing(string id)
    {
        Figure figure = PaperFigures.Build(Reproductions.Empty).Single(figure => figure.Id == id);
        Assert.All(figure.Panels, panel => Assert.StartsWith("No ", panel.EmptyMessage, StringComparison.Ordinal));
    }

    [Fact]
    public void Build_OneModelMissing_ItsPanelSaysSoAndTheOthersAreDrawn()
    {
        Figure figure = PaperFigures.Build(Data with { Runs = [.. Data.Runs.Where(run => run.Model != "c")] })[0];
        Assert.Equal("No run of model c with k = 1", figure.Panels[2].EmptyMessage);
        Assert.Empty(figure.Panels[2].Series);
        Assert.Equal(Figures["figure2"].Panels[3].Series.Select(series => series.Y), figure.Panels[3].Series.Select(series => series.Y));
    }

    [Fact]
    public void Figure2_EachStep_MeanAndBandAreTheSeedIntervalOfTheRunsRunningMeans()
    {
        Panel panel = Figures["figure2"].Panels[1];
        Series mean = panel.Series.Single(series => series.Name == "fitting error");
        Band band = panel.Bands.Single(band => band.Key == mean.Key);
        double[][] runs = [.. Data.Of("b", 1).Select(run => RunningMean.Of([.. run.Steps.Select(row => row.LogFittingError)], RunningMean.Window(run.Steps.Count)))];
        Assert.Equal(Enumerable.Range(0, 150).Select(step => (double)step), mean.X);
        for (int step = 0; step < 150; step++)
        {
            SeedInterval expected = SeedInterval.Of([.. runs.Select(run => run[step])]);
            Assert.Equal((expected.Mean, expected.Lower, expected.Upper), (mean.Y[step], band.Lower[step], band.Upper[step]));
        }
    }

    [Theory]
    [InlineData("figure2", 4)]
    [InlineData("figure4", 4)]
    [InlineData("figure6", 6)]
    [InlineData("figure3", 4)]
    public void Build_PanelsOfOneKind_HaveOneScale(string id, int alike)
    {
        AxisRange[] ranges = [.. FigureLayout.Of(Figures[id]).Plots.Select(plot => plot.Y.Range)];
        Assert.Single(ranges.Take(alike).Distinct());
        Assert.Equal(ranges.Length / alike, ranges.Distinct().Count());
    }

    [Fact]
    public void Figure5_Curves_FollowTheDepthsOfTheOneWidthThatHasThem()
    {
        Series u = Figures["figure5"].Panels[0].Series.Single(series => series is { Key: "U", Name: not null });
        Assert.Equal(Enumerable.Range(0, 9).Select(k => (double)k), u.X);
        Assert.Equal(Data.Initial.Where(network => network is { Model: "a", Width: 128, K: 4 }).Average(network => network.U), u.Y[4], 1e-12);
    }

    [Fact]
    public void Theorem4_Width_FollowsTheParametersAtOneDepth()
    {
        Series g = Figures["theorem4"].Panels[1].Series.Single(series => series is { Key: "a", Name: not null });
        Assert.Equal(((int[])[16, 64, 128, 256]).Select(width => (784.0 + width) * width), g.X);
        Series bound = Figures["theorem4"].Panels[1].Series.Single(series => series is { Key: "a_bound", Name: not null });
        Assert.Equal(g.X.Select(parameters => 20 / Math.Sqrt(parameters)), bound.Y, Close);
    }

    [Fact]
    public void Pearson_Bands_StayWhereACorrelationCanBe()
    {
        foreach (Panel panel in Figures["figure8"].Panels)
        {
            bool isDistance = panel.Y.Logarithmic;
            Assert.All(panel.Bands.SelectMany(band => band.Lower.Concat(band.Upper)).Where(double.IsFinite), value => Assert.InRange(value, isDistance ? 0 : -1, isDistance ? 2 : 1));
        }
    }

    [Fact]
    public void Origin_WithoutOutputBias_ItHasNoShare()
    {
        Figure figure = Figures["structural_matrix_origin"];
        Assert.All(figure.Panels[0].Series.Single(series => series.Name == "output bias").Y, share => Assert.Equal(0.1, share, 1e-12));
        Assert.All(figure.Panels[2].Series.Single(series => series.Name == "output bias").Y, share => Assert.Equal(double.NaN, share));
        Assert.Equal(["first layer", "block 1", "output layer’s weights", "output bias"], figure.Panels[0].Series.Select(series => series.Name).OfType<string>());
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void Write_FullSize_StaysSmall()
    {
        long total = 0;
        foreach (Figure figure in PaperFigures.Build(Reproductions.Make(seeds: 5, steps: 938)))
        {
            int svg = SvgWriter.Write(figure).Length;
            // Steps of independent noise are the worst there can be: real runs of this size stay below 270,000.
            Assert.InRange(svg, 10_000, 450_000);
            total += svg + PdfWriter.Write(figure).Length;
        }

        Assert.InRange(total, 100_000, 4_000_000);
    }

    private static bool Close(double expected, double actual) => Math.Abs(expected - actual) <= 1e-12;
}
