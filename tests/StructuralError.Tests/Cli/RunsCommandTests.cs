using System.Text.Json;
using StructuralError.Cli.Common;
using StructuralError.Runs;
using StructuralError.Runs.Directories;
using StructuralError.Tests.Training;
using Xunit;

namespace StructuralError.Tests.Cli;

/// <summary><c>runs list</c>, <c>show</c> and <c>clean</c> on runs in every state.</summary>
public sealed class RunsCommandTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void List_RunsInEveryState_OneLineEach()
    {
        using RunLock held = MakeRuns();
        Assert.Equal(ExitCodes.Success, _session.Run("runs", "list", Results));
        string[] lines = _session.Out.TrimEnd().Split(Environment.NewLine);
        Assert.Equal(6, lines.Length);
        Assert.Matches(@"^RUN +DATA +MODEL +K +SEED +PRECISION +STATE +STEPS +ACCURACY +SECONDS$", lines[0]);
        AssertLine("failed", @"mnist +b +1 +0 +f32 +failed +\S*/3 +- +0\.0$");
        AssertLine("finished", @"mnist +b +1 +0 +f32 +finished +3/3 +75\.00 % +0\.0$");
        AssertLine("interrupted", @"interrupted +\S*/3 +- +0\.0$");
        AssertLine("killed", @"interrupted +\S*/3 +- +-$");
        AssertLine("running", @"running +\S*/3 +- +\S+$");
        Assert.Contains("deeper", Assert.Single(_session.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);

        void AssertLine(string name, string pattern) => Assert.Matches(pattern, Assert.Single(lines, line => line.StartsWith(Path.Combine(Results, name) + " ", StringComparison.Ordinal)));
    }

    [Fact]
    public void List_Json_OneDocument()
    {
        using RunLock held = MakeRuns();
        Assert.Equal(ExitCodes.Success, _session.Run("runs", "list", Results, "--json"));
        using JsonDocument document = JsonDocument.Parse(_session.Out);
        JsonElement[] runs = [.. document.RootElement.GetProperty("runs").EnumerateArray()];
        Assert.Equal(["failed", "finished", "interrupted", "interrupted", "running"], runs.Select(run => run.GetProperty("state").GetString()));
        Assert.Equal((0.75, 3), (runs[1].GetProperty("test_accuracy").GetDouble(), runs[1].GetProperty("steps").GetInt32()));
        Assert.Equal(JsonValueKind.Null, runs[0].GetProperty("test_accuracy").ValueKind);
        Assert.Equal(1, runs[0].GetProperty("k").GetInt32());
    }

    [Fact]
    public void List_RunsOfThisMomentAndSteps_AreThoseOfTheFiles()
    {
        using RunLock held = MakeRuns();
        File.WriteAllText(Path.Combine(Results, "running", "steps.csv"), "step,epoch\n0,0\n1,0\n2,");
        _session.Clock.Advance(TimeSpan.FromSeconds(42));
        _session.Run("runs", "list", Path.Combine(Results, "running"));
        Assert.Matches(@"running +2/3 +- +42\.0", _session.Out);
        _session.Clock.Advance(TimeSpan.FromDays(-2));
        _session.Run("runs", "list", Path.Combine(Results, "running"));
        Assert.Matches(@"running +2/3 +- +0\.0", _session.Out);
    }

    [Fact]
    public void Below_DirectoriesVanishMeanwhile_FindsTheOthers()
    {
        _session.Directory.Write("a/file", "x");
        _session.Directory.Write("b/manifest.json", "{ ");
        _session.Directory.Write("c/d/file", "x");
        var passedOver = new List<string>();
        Assert.Empty(RunSearch.Below(_session.Directory.Path, (path, _) =>
        {
            passedOver.Add(Path.GetFileName(path));
            Directory.Delete(_session.Directory.File("c"), recursive: true);
        }));
        Assert.Equal("b", Assert.Single(passedOver));
    }

    [Fact]
    public void List_NothingThere_SaysSo()
    {
        Assert.Equal(ExitCodes.Success, _session.Run("runs", "list", _session.Directory.Path));
        Assert.Equal((string.Empty, "no runs found."), (_session.Out, _session.Error.TrimEnd()));
        Assert.Equal(ExitCodes.Usage, _session.Run("runs", "list", _session.Directory.File("none"), _session.Directory.File("no other")));
        Assert.Equal(2, _session.Error.Split("error: ").Length - 1);
    }

    [Fact]
    public void Show_FinishedRun_EveryValueWithItsOrigin()
    {
        Assert.Equal(ExitCodes.Success, _session.Train("--lr", "0.5", "--set", "k=2"));
        Assert.Equal(ExitCodes.Success, _session.Run("runs", "show", _session.RunPath));
        Assert.Matches(@"(?m)^state +finished\r?$", _session.Out);
        Assert.Matches(@"(?m)^learning_rate +0\.5 +--lr\r?$", _session.Out);
        Assert.Matches(@"(?m)^dataset +mnist +--dataset\r?$", _session.Out);
        Assert.Matches(@"(?m)^network\.k +2 +--set\r?$", _session.Out);
        Assert.Matches(@"(?m)^network\.width +3 +model file\r?$", _session.Out);
        Assert.Matches(@"(?m)^manifest\.json +\d+\r?$", _session.Out);
        Assert.Contains($"--out '{_session.RunPath.Replace("'", "'\\''", StringComparison.Ordinal)}' --lr 0.5", _session.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Show_Json_HoldsManifestAndSummary()
    {
        _session.Train();
        Assert.Equal(ExitCodes.Success, _session.Run("runs", "show", _session.RunPath, "--json"));
        using JsonDocument document = JsonDocument.Parse(_session.Out);
        Assert.Equal("completed", document.RootElement.GetProperty("manifest").GetProperty("outcome").GetString());
        Assert.Equal(0.75, document.RootElement.GetProperty("summary").GetProperty("test_accuracy").GetDouble());
        Assert.Equal(ExitCodes.Usage, _session.Run("runs", "show", _session.Directory.Path));
    }

    [Fact]
    public void Clean_DryRunOrNoAnswer_RemovesNothing()
    {
        using RunLock held = MakeRuns();
        string[] before = Everything();
        Assert.Equal(ExitCodes.Success, _session.Run("runs", "clean", Results, "--dry-run"));
        Assert.Contains(Path.Combine(Results, "killed"), _session.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(Path.Combine(Results, "finished"), _session.Out, StringComparison.Ordinal);
        foreach (string? answer in (string?[])[null, "", "n", "nonsense"])
        {
            _session.Answer = answer;
            Assert.Equal(ExitCodes.Usage, _session.Run("runs", "clean", Results));
            Assert.Contains("Remove these 3 runs for good?", _session.Error, StringComparison.Ordinal);
        }

        Assert.Equal(before, Everything());
    }

    [Theory]
    [InlineData("y")]
    [InlineData("--yes")]
    public void Clean_Confirmed_RemovesFailedAndInterruptedRunsAlone(string how)
    {
        using RunLock held = MakeRuns();
        string notes = Path.Combine(Results, "failed", "notes.txt");
        File.WriteAllText(notes, "mine");
        string[] others = [.. Everything().Where(path => Path.GetRelativePath(Results, path).Split(Path.DirectorySeparatorChar)[0] is "finished" or "running" or "foreign" or "deeper")];
        _session.Answer = how;

        Assert.Equal(ExitCodes.Success, _session.Run(["runs", "clean", Results, .. how == "--yes" ? new[] { how } : []]));

        Assert.Equal(others.Append(Path.Combine(Results, "failed")).Append(notes).Order(StringComparer.Ordinal), Everything());
        Assert.Contains("no run wrote notes.txt, which stays", _session.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, _session.Run("runs", "clean", Results));
        Assert.Contains("no failed or interrupted runs", _session.Error, StringComparison.Ordinal);
    }

    private string Results => _session.Directory.File("results");

    /// <summary>A finished, a failed, an interrupted, a killed and a running run, a directory of something else and a damaged manifest.</summary>
    private RunLock MakeRuns()
    {
        Train("finished", new FakeEngine(), ExitCodes.Success);
        Train("failed", new FakeEngine { Loss = (step, _) => step == 2 ? double.NaN : 1 }, ExitCodes.Failure);
        _session.Services.Engine = new FakeEngine { OnStep = step => { if (step == 1) { _session.Interruption.Request(ExitCodes.Interrupted); } } };
        Assert.Equal(ExitCodes.Interrupted, Train("interrupted"));
        foreach (string name in (string[])["killed", "running"])
        {
            Train(name, new FakeEngine(), ExitCodes.Success);
            string manifest = Path.Combine(Results, name, "manifest.json");
            string text = File.ReadAllText(manifest).Replace("\"completed\"", "\"running\"", StringComparison.Ordinal);
            File.WriteAllText(manifest, System.Text.RegularExpressions.Regex.Replace(text, "\"end\": \"[^\"]*\"", "\"end\": null"));
            File.Delete(Path.Combine(Results, name, "summary.json"));
        }

        _session.Directory.Write("results/foreign/thesis.tex", "x");
        _session.Directory.Write("results/deeper/down/manifest.json", "{ ");
        return RunLock.Acquire(Path.Combine(Results, "running"));
    }

    private void Train(string name, FakeEngine engine, int exitCode)
    {
        _session.Services.Engine = engine;
        Assert.Equal(exitCode, Train(name));
    }

    private int Train(string name) => _session.Run("train", "--model", "b", "--dataset", "mnist", "--batch-size", "4", "--quiet", "--out", Path.Combine(Results, name));

    private string[] Everything() => [.. Directory.EnumerateFileSystemEntries(Results, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
