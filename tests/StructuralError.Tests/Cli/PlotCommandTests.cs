using StructuralError.Cli.Common;
using StructuralError.Tests.Reporting.Runs;
using Xunit;

namespace StructuralError.Tests.Cli;

public sealed class PlotCommandTests : IDisposable
{
    private readonly Session _session = new();

    public PlotCommandTests()
    {
        foreach ((int k, int seed) in ((int, int)[])[(0, 0), (0, 1), (1, 0), (1, 1)])
        {
            StoredRuns.Give(_session.Directory.Path, "b", k, seed);
        }
    }

    private string Pattern => _session.Directory.File("*b-k*-s*");

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Plot_ByParameter_WritesOneFigureInEveryFormatAskedFor()
    {
        string file = _session.Directory.File("compared.svg");
        Assert.Equal(ExitCodes.Success, _session.Run("plot", Pattern, "--y", "log_fitting_error", "--by", "k", "--format", "svg,pdf", "--out", file));
        Assert.Equal([file, _session.Directory.File("compared.pdf")], _session.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd()));
        string svg = File.ReadAllText(file);
        Assert.Contains(">k = 0<", svg, StringComparison.Ordinal);
        Assert.Contains("mean over 2 seeds", svg, StringComparison.Ordinal);
        Assert.StartsWith("%PDF-1.7", File.ReadAllText(_session.Directory.File("compared.pdf")), StringComparison.Ordinal);
        Assert.Empty(_session.Error);
    }

    [Fact]
    public void Plot_OutWithoutFormat_TakesTheFormatOfItsEnding()
    {
        Assert.Equal(ExitCodes.Success, _session.Run("plot", Pattern, "--by", "k", "--out", _session.Directory.File("one.pdf")));
        Assert.True(File.Exists(_session.Directory.File("one.pdf")));
        Assert.False(File.Exists(_session.Directory.File("one.svg")));
    }

    [Theory]
    [InlineData("one.svg")]
    [InlineData("one.pdf")]
    public void Plot_FileThatIsNoFigure_NeedsForce(string name)
    {
        string file = _session.Directory.Write(name, "thesis");
        Assert.Equal(ExitCodes.CannotCreate, _session.Run("plot", Pattern, "--by", "k", "--out", file));
        Assert.Equal("thesis", File.ReadAllText(file));
        Assert.Equal(ExitCodes.Success, _session.Run("plot", Pattern, "--by", "k", "--out", file, "--force"));
        Assert.Equal(ExitCodes.Success, _session.Run("plot", Pattern, "--by", "k", "--out", file));
    }

    [Fact]
    public void Plot_WithoutOptions_PlotsEachRunThatThePatternMatches()
    {
        int figures = 0;
        _session.Services.OnFigures = () => figures++;
        Assert.Equal(ExitCodes.Success, _session.Run("plot", Pattern));
        Assert.Equal(4, figures);
        Assert.Equal(4, _session.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void Plot_FormatOfSingleRuns_WritesTheirFiguresInIt()
    {
        string run = _session.Directory.File("mnist-b-k1-s0");
        Assert.Equal(ExitCodes.Success, _session.Run("plot", run, "--format", "pdf"));
        Assert.Equal(
            ["bounds.pdf", "gradient_norm_structure.pdf", "local_pearson.pdf", "overview.pdf"],
            Directory.GetFiles(Path.Combine(run, "figures")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Plot_UnknownNames_ExitsTwoNamingTheNearestAndWritesNothing()
    {
        string file = _session.Directory.File("compared.svg");
        Assert.Equal(ExitCodes.Usage, _session.Run("plot", Pattern, "--y", "log_fiting_error", "--by", "kk", "--out", file));
        Assert.Contains("did you mean 'log_fitting_error'?", _session.Error, StringComparison.Ordinal);
        Assert.Contains("--by: 'kk'", _session.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    [Theory]
    [InlineData("--x: belongs to the one figure", "--x", "U")]
    [InlineData("--out: belongs to the one figure", "--out", "f.svg")]
    [InlineData("--format: 'svgg' is not one of svg, pdf, png; did you mean 'svg'?", "--format", "svgg")]
    [InlineData("--dpi: only PNG has pixels; add --format png.", "--dpi", "300")]
    [InlineData("--dpi: '601' is not a whole number between 24 and 600.", "--format", "png", "--dpi", "601")]
    public void Plot_OptionsThatMeanNothing_ExitTwo(string message, params string[] options)
    {
        Assert.Equal(ExitCodes.Usage, _session.Run(["plot", Pattern, .. options]));
        Assert.Contains(message, _session.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Plot_TogetherWithWhatIsNoRun_ReportsAllAndWritesNothing()
    {
        string file = _session.Directory.File("compared.svg");
        int exitCode = _session.Run("plot", Pattern, _session.Directory.File("nowhere"), _session.Directory.File("neither"), "--by", "k", "--out", file);
        Assert.Equal(ExitCodes.Usage, exitCode);
        Assert.Equal(2, _session.Error.Split('\n').Count(line => line.Contains("there is no such directory", StringComparison.Ordinal)));
        Assert.False(File.Exists(file));
    }

    [Fact]
    public void Plot_GroupOfDifferentModels_Warns()
    {
        StoredRuns.Give(_session.Directory.Path, "a", 1, 0);
        Assert.Equal(ExitCodes.Success, _session.Run("plot", _session.Directory.File("mnist-*"), "--by", "k", "--out", _session.Directory.File("c.svg")));
        Assert.Contains("warning: the runs of k = 1 differ in model too", _session.Error, StringComparison.Ordinal);
    }
}
