using StructuralError.Cli.Common;
using StructuralError.Reporting.Html.Reading;
using StructuralError.Runs.Tables;
using StructuralError.Tests.Reporting.Figures;
using Xunit;

namespace StructuralError.Tests.Cli;

public sealed class ReportCommandTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Report_OneRun_StandsInItsDirectory()
    {
        string run = Make("b-k1-s0", 60);

        Assert.Equal(ExitCodes.Success, _session.Run("report", run));

        string path = Path.Combine(run, "report.html");
        Assert.Equal(path, _session.Out.Trim());
        Assert.Empty(_session.Error);
        string html = File.ReadAllText(path);
        Assert.Contains("<section class=\"figure\" id=\"bounds\"", html, StringComparison.Ordinal);
        Assert.Contains("Local Pearson correlation", html, StringComparison.Ordinal);
        Assert.DoesNotContain("section-claims", html, StringComparison.Ordinal);
        Assert.Equal([path], Directory.GetFiles(run, "*.html"));
    }

    [Fact]
    public void Report_Again_GivesTheSameBytes()
    {
        string run = Make("b-k1-s0", 60), path = Path.Combine(run, "report.html");
        _session.Run("report", run);
        byte[] first = File.ReadAllBytes(path);
        _session.Run("report", run);
        Assert.Equal(first, File.ReadAllBytes(path));
    }

    [Fact]
    public void Report_PatternAndName_TakesEachRunOnceAndMarksWhatFailed()
    {
        string first = Make("b-k1-s0", 60);
        Make("b-k1-s1", 60);
        Make("b-k1-s2", 0, "failed");
        Directory.CreateDirectory(_session.Directory.File("b-k1-notes"));
        string output = _session.Directory.File("all/page.html");

        Assert.Equal(ExitCodes.Success, _session.Run("report", first, _session.Directory.File("b-k?-*"), "--out", output));

        string html = File.ReadAllText(output);
        Assert.Contains("<h1>3 training runs</h1>", html, StringComparison.Ordinal);
        Assert.Contains("id=\"run1-bounds\"", html, StringComparison.Ordinal);
        Assert.Contains("id=\"run2-bounds\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"run3-bounds\"", html, StringComparison.Ordinal);
        Assert.Contains("</span> failed", html, StringComparison.Ordinal);
        Assert.Contains("b-k1-s2", _session.Error, StringComparison.Ordinal);
        Assert.StartsWith("warning: ", _session.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_WithoutFigures_HoldsTablesAlone()
    {
        string run = Make("b-k1-s0", 60);
        Assert.Equal(ExitCodes.Success, _session.Run("report", run, "--no-figures"));
        string html = File.ReadAllText(Path.Combine(run, "report.html"));
        Assert.DoesNotContain("<svg", html, StringComparison.Ordinal);
        Assert.Contains("section-runs", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_OfMoreRunsThanAPageShowsFiguresOf_HoldsTablesAloneAndSaysSo()
    {
        for (int seed = 0; seed <= ReportRequest.MostRunsWithFigures; seed++)
        {
            Make($"b-k1-s{seed}", 1);
        }

        string output = _session.Directory.File("page.html");
        Assert.Equal(ExitCodes.Success, _session.Run("report", _session.Directory.File("b-k1-s*"), "--out", output));
        Assert.Contains("page.html: has tables alone, since it is of 101 runs", _session.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("<svg", File.ReadAllText(output), StringComparison.Ordinal);
        Directory.Delete(_session.Directory.File("b-k1-s0"), recursive: true);
        Assert.Equal(ExitCodes.Success, _session.Run("report", _session.Directory.File("b-k1-s*"), "--out", output));
        Assert.Contains("id=\"run100-bounds\"", File.ReadAllText(output), StringComparison.Ordinal);
    }

    [Fact]
    public void Report_NotRuns_NamesAllOfThemAndWritesNothing()
    {
        string run = Make("b-k1-s0", 60), output = _session.Directory.File("page.html");

        Assert.Equal(ExitCodes.Usage, _session.Run("report", run, _session.Directory.File("absent"), _session.Directory.Path, "--out", output));

        Assert.Contains("absent: is not a run directory: there is no such directory", _session.Error, StringComparison.Ordinal);
        Assert.Equal(2, _session.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.False(File.Exists(output));
    }

    [Fact]
    public void Report_PatternWithoutRuns_IsWrongUsage()
    {
        Assert.Equal(ExitCodes.Usage, _session.Run("report", _session.Directory.File("none-*")));
        Assert.Contains("matches no run directory", _session.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_FileThatIsNoReport_NeedsForce()
    {
        string run = Make("b-k1-s0", 60), path = _session.Directory.Write("thesis.html", "<!DOCTYPE html>\n<p>thesis</p>");
        Assert.Equal(ExitCodes.CannotCreate, _session.Run("report", run, "--out", path));
        Assert.Contains("exists already", _session.Error, StringComparison.Ordinal);
        Assert.Equal("<!DOCTYPE html>\n<p>thesis</p>", File.ReadAllText(path));
        Assert.Equal(ExitCodes.Success, _session.Run("report", run, "--out", path, "--force"));
        Assert.Equal(ExitCodes.Success, _session.Run("report", run, "--out", path));
        Assert.Equal(ExitCodes.CannotCreate, _session.Run("report", run, "--out", Path.Combine(run, "steps.csv"), "--force"));
    }

    [Fact]
    public void Report_OutputIsADirectory_IsRefused()
    {
        string run = Make("b-k1-s0", 60);
        Assert.Equal(ExitCodes.CannotCreate, _session.Run("report", run, "--out", _session.Directory.Path));
        Assert.Contains("is a directory", _session.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_OutputBelowAFile_IsAnOutputErrorAndLeavesNothing()
    {
        string run = Make("b-k1-s0", 60);
        string file = _session.Directory.Write("file", "in the way");
        Assert.Equal(ExitCodes.InputOutput, _session.Run("report", run, "--out", Path.Combine(file, "page.html")));
        Assert.Equal("in the way", File.ReadAllText(file));
    }

    [Fact]
    public void Report_BrokenRows_AreBadData()
    {
        string run = Make("b-k1-s0", 60);
        File.AppendAllText(Path.Combine(run, "steps.csv"), "not,a,row\n");
        Assert.Equal(ExitCodes.BadData, _session.Run("report", run));
        Assert.False(File.Exists(Path.Combine(run, "report.html")));
    }

    private string Make(string name, int rows, string outcome = "completed")
    {
        _session.Directory.Write(Path.Combine(name, "manifest.json"), $$"""
            { "program": "structural-error", "schema": 1, "outcome": "{{outcome}}", "spec_hash": "0", "run_identity": "0", "spec": { "seed": 0 },
              "network": { "name": "b", "values": { "k": 1 } }, "dataset": { "name": "mnist" } }
            """);
        string directory = _session.Directory.File(name);
        File.WriteAllBytes(Path.Combine(directory, "steps.csv"), RunTables.Steps.ToBytes(SampleFigures.Run(rows)));
        return directory;
    }
}
