using System.Text.Json;
using StructuralError.Cli.Common;
using StructuralError.Core.Common;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;
using StructuralError.Tests.Processes;
using StructuralError.Tests.Training;
using Xunit;

namespace StructuralError.Tests.Cli;

public sealed class TrainCommandTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Train_LeavesACompletedRunDirectory()
    {
        Assert.Equal(ExitCodes.Success, _session.Train("--per-sample"));

        Assert.Equal(RunState.Finished, RunInspection.Of(_session.RunPath).State);
        Assert.Equal((3, 10), (_session.Lines("steps.csv"), _session.Lines("samples.csv")));
        Assert.True(Directory.Exists(Path.Combine(_session.RunPath, "figures")));
        Assert.DoesNotContain(Directory.GetFileSystemEntries(_session.RunPath), path => path.EndsWith(".tmp", StringComparison.Ordinal));
        Assert.Matches(@"(?m)^data +mnist \(", _session.Out);
        Assert.Contains("test accuracy  75", _session.Out, StringComparison.Ordinal);
        Assert.Contains("0 violations in 10 checks", _session.Out, StringComparison.Ordinal);
        Assert.Contains(_session.RunPath, _session.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_Json_OneDocumentOnStandardOutputAndTheSameInTheFile()
    {
        Assert.Equal(ExitCodes.Success, _session.Train("--json"));
        using JsonDocument document = JsonDocument.Parse(_session.Out);

        Assert.Equal(0.75, document.RootElement.GetProperty("test_accuracy").GetDouble());
        Assert.Equal(File.ReadAllText(Path.Combine(_session.RunPath, "summary.json")), _session.Out);
        Assert.Contains("test accuracy", _session.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_Quiet_SaysNothing()
    {
        Assert.Equal(ExitCodes.Success, _session.Train("--quiet"));
        Assert.Equal((string.Empty, string.Empty), (_session.Out, _session.Error));
    }

    [Fact]
    public void Train_Again_SaysItIsFinishedWithoutLoadingAnything()
    {
        _session.Train("--json");
        string summary = _session.Out;
        Assert.Equal(ExitCodes.Success, _session.Train("--json"));

        Assert.Equal(1, _session.Services.Loads);
        Assert.Equal(summary, _session.Out);
        Assert.Contains("already finished", _session.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, _session.Train());
        Assert.Contains("already finished", _session.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_AgainOnAuto_FindsTheFinishedRunByItsData()
    {
        _session.Train();
        Assert.Equal(ExitCodes.Success, _session.Run("train", "--model", "b", "--dataset", "auto", "--batch-size", "4", "--out", _session.RunPath));
        Assert.Contains("already finished", _session.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_AgainWithOtherSpec_RefusesAndForceReplaces()
    {
        _session.Train();
        Assert.Equal(ExitCodes.CannotCreate, _session.Train("--lr", "0.5"));
        Assert.Contains("learning_rate", _session.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, _session.Train("--lr", "0.5", "--force", "--steps", "1"));
        Assert.Equal(1, _session.Lines("steps.csv"));
    }

    [Fact]
    public void Train_LossThatIsNotFinite_ExitsOneKeepsRowsAndNamesTheStep()
    {
        _session.Services.Engine = new FakeEngine { Loss = (step, _) => step == 2 ? double.NaN : 1 };
        Assert.Equal(ExitCodes.Failure, _session.Train("--json"));

        Assert.Contains("step 2", _session.Error, StringComparison.Ordinal);
        Assert.Equal(string.Empty, _session.Out);
        Assert.Equal(2, _session.Lines("steps.csv"));
        Assert.Equal(RunOutcome.Failed, _session.Outcome());
        Assert.False(File.Exists(Path.Combine(_session.RunPath, "summary.json")));
        Assert.Equal(ExitCodes.Failure, _session.Train());
        Assert.Equal(2, _session.Lines("steps.csv"));
    }

    [Theory]
    [InlineData(ExitCodes.Interrupted)]
    [InlineData(ExitCodes.Requeue)]
    public void Train_Interrupted_KeepsWholeRows(int exitCode)
    {
        _session.Services.Engine = new FakeEngine { OnStep = step => { if (step == 1) { _session.Interruption.Request(exitCode); } } };
        Assert.Equal(exitCode, _session.Train());

        Assert.Equal(2, _session.Lines("steps.csv"));
        Assert.Equal(RunOutcome.Interrupted, _session.Outcome());
        Assert.Contains("2 of 3 steps", _session.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_InterruptedAtItsLastStep_IsKeptAsInterruptedAndTheSameCommandFinishesIt()
    {
        _session.Services.Engine = new FakeEngine { OnStep = step => { if (step == 2) { _session.Interruption.Request(ExitCodes.Interrupted); } } };
        Assert.Equal(ExitCodes.Interrupted, _session.Train());
        Assert.Equal(RunOutcome.Interrupted, _session.Outcome());
        Assert.Contains("3 of 3 steps", _session.Error, StringComparison.Ordinal);
        Assert.Contains(
            "Ctrl-C: the run ends after this step and keeps a checkpoint; Ctrl-C again ends at once.", _session.Error, StringComparison.Ordinal);

        _session.Services.Engine = new FakeEngine();
        Assert.Equal(ExitCodes.Success, _session.Train());
        Assert.Equal(RunOutcome.Completed, _session.Outcome());
        Assert.Equal(3, _session.Lines("steps.csv"));
    }

    [Fact]
    public void Train_InterruptedWhileLoading_LeavesNothing()
    {
        _session.Services.OnLoad = () => _session.Interruption.Request(ExitCodes.Interrupted);
        Assert.Equal(ExitCodes.Interrupted, _session.Train());
        Assert.False(Directory.Exists(_session.RunPath));
    }

    [Fact]
    public void Train_SeveralMistakes_AllReportedAndNothingMade()
    {
        Assert.Equal(ExitCodes.Usage, _session.Train("--lrr", "0.1", "--epochs", "0", "--set", "depth=3", "--momentum", "2"));

        Assert.Equal(4, _session.Error.Split("error: ").Length - 1);
        Assert.Contains("unknown option '--lrr'; did you mean '--lr'?", _session.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, _session.Train("--epochs", "0", "--set", "depth=3", "--momentum", "2"));
        Assert.Equal(3, _session.Error.Split("error: ").Length - 1);
        Assert.Contains("depth", _session.Error, StringComparison.Ordinal);
        Assert.Equal((0, false), (_session.Services.Loads, Directory.Exists(_session.RunPath)));
    }

    [Fact]
    public void Train_WrongOptionModelAndDataset_AllReportedAtOnce()
    {
        _session.Services.UnknownDataset = "nope";
        Assert.Equal(ExitCodes.Usage, _session.Run("train", "--lrr", "1", "--model", "z", "--dataset", "nope", "--lr", "abc"));
        Assert.All((string[])["'--lrr'", "'z'", "'nope'", "'abc'"], part => Assert.Contains(part, _session.Error, StringComparison.Ordinal));
        Assert.Equal(4, _session.Error.Split("error: ").Length - 1);
    }

    [Fact]
    public void Train_MisspeltModelOption_DoesNotBlameTheDefaultModel()
    {
        Assert.Equal(ExitCodes.Usage, _session.Run("train", "--modle", "c", "--dataset", "mnist", "--channels", "4"));
        Assert.Contains("did you mean '--model'?", _session.Error, StringComparison.Ordinal);
        Assert.Equal(1, _session.Error.Split("error: ").Length - 1);
    }

    [Fact]
    public void Train_ProbeLargerThanItsSplit_RefusedAndNothingMade()
    {
        Assert.Equal(ExitCodes.Usage, _session.Train("--probe", "test:7"));
        Assert.Contains("test:7", _session.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_session.RunPath));
    }

    [Fact]
    public void Train_BadData_ItsExitCodeNothingMadeAndTheEngineGivenUp()
    {
        using var isGivenUp = new ManualResetEventSlim();
        _session.Services.Engine = new FakeEngine { OnDispose = isGivenUp.Set };
        _session.Services.OnLoad = () => throw new UserErrorException(FailureKind.BadData, "train-images: cut off");
        Assert.Equal(ExitCodes.BadData, _session.Train());
        Assert.Equal("error: train-images: cut off" + Environment.NewLine, _session.Error);
        Assert.False(Directory.Exists(_session.RunPath));
        Assert.True(isGivenUp.Wait(Patience.Limit));
    }

    [Fact]
    public void Train_FaultWhileRunning_IsInTheManifestAndShortOnTheScreen()
    {
        _session.Services.Engine = new FakeEngine { OnStep = _ => throw new InvalidOperationException("no such thing") };
        Assert.Equal(ExitCodes.Internal, _session.Train());

        Assert.Contains("internal error: InvalidOperationException: no such thing", _session.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", _session.Error, StringComparison.Ordinal);
        Assert.Equal(RunOutcome.Failed, _session.Outcome());
    }

    [Fact]
    public void Train_WriteFails_ExitsWithTheCause()
    {
        _session.Services.OnFigures = () => throw new IOException("No space left on device : '/x/figures'");
        Assert.Equal(ExitCodes.InputOutput, _session.Train());
        Assert.Contains("No space left on device : '/x/figures'", _session.Error, StringComparison.Ordinal);
        Assert.Equal(RunOutcome.Failed, _session.Outcome());
    }

    [Fact]
    public void Train_ReadOnlyPlace_ExitsWithThePath()
    {
        // A file where a directory should be fails for every user, also one who may write everywhere.
        string file = _session.Directory.Write("file", "x");
        Assert.Equal(ExitCodes.InputOutput, _session.Run("train", "--dataset", "mnist", "--out", Path.Combine(file, "run")));
        Assert.Contains(file, _session.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_DryRun_ShowsOriginsAndMakesNothing()
    {
        string config = _session.Directory.Write("my.json", """{ "epochs": 2 }""");
        Assert.Equal(ExitCodes.Success, _session.Train("--dry-run", "--config", config, "--k", "2", "--set", "lr=0.5"));

        Assert.Matches(@"(?m)^epochs +2 +config .*my\.json", _session.Out);
        Assert.Matches(@"(?m)^learning_rate +0\.5 +--set", _session.Out);
        Assert.Matches(@"(?m)^network\.k +2 +--k", _session.Out);
        Assert.Matches(@"(?m)^network\.width +3 +model file", _session.Out);
        Assert.Matches(@"(?m)^momentum +0\.9 +default", _session.Out);
        Assert.Matches(@"(?m)^would +train", _session.Out);
        Assert.Equal((0, false), (_session.Services.Loads, Directory.Exists(_session.RunPath)));
    }

    [Fact]
    public void Train_DryRunJson_OneDocument()
    {
        Assert.Equal(ExitCodes.Success, _session.Train("--dry-run", "--json", "--seed", "-5"));
        using JsonDocument document = JsonDocument.Parse(_session.Out);
        Assert.Equal(-5, document.RootElement.GetProperty("spec").GetProperty("seed").GetInt64());
        Assert.Equal("--seed", document.RootElement.GetProperty("origins").GetProperty("seed").GetString());
    }

    [Fact]
    public void Train_Explain_ShowsThePlan()
    {
        Assert.Equal(ExitCodes.Success, _session.Train("--explain"));
        Assert.Contains("layer0 linear 4 -> 2", _session.Out, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_session.RunPath));
    }

    [Fact]
    public void Train_OwnData_AreLoadedFirstAndTheNameHasAHash()
    {
        _session.Services.NeedsLoading = true;
        Assert.Equal(ExitCodes.Success, _session.Run("train", "--dataset", _session.Directory.Path, "--dry-run"));
        Assert.Matches(@"(?m)^run directory +results.mnist-a-k1-s0-[0-9a-f]{8}$", _session.Out.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Train_PlainProgress_ALineEveryFewSeconds()
    {
        _session.Services.Engine = new FakeEngine { OnStep = _ => _session.Clock.Advance(TimeSpan.FromSeconds(3)) };
        Assert.Equal(ExitCodes.Success, _session.Train("--device", "cpu"));

        // After 3, 6 and 9 seconds: one line at 6.
        string line = Assert.Single(_session.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("step 2/3, loss 6.5000, accuracy 0.500, 3 s left", line);
    }
}
