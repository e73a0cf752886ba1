using System.Text.Json;
using StructuralError.Cli;
using StructuralError.Cli.Common;
using StructuralError.Core.Common;
using StructuralError.Runs.Directories;
using StructuralError.Tests.Processes;
using StructuralError.Tests.Training;
using Xunit;

namespace StructuralError.Tests.Cli;

public sealed class SweepCommandTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Sweep_Grid_TrainsEveryCombinationWithTheOptionsForAll()
    {
        Assert.Equal(ExitCodes.Success, Sweep("--grid", "model=a,b", "k=0..1", "--lr", "0.5"));
        Assert.Equal(
            ["a --k 0", "a --k 1", "b --k 0", "b --k 1"],
            _session.Starter.Commands.Select(command => command.Split("train --model ")[1].Split(" --dataset")[0]));
        Assert.All(_session.Starter.Commands, command => Assert.Contains(" --dataset mnist --batch-size 4 --lr 0.5 --device cpu --out ", command, StringComparison.Ordinal));
        Assert.Equal(RunState.Finished, RunInspection.Of(_session.Directory.File("mnist-b-k1-s0-bs4-lr0.5")).State);
        Assert.Contains("4 runs: 4 finished", _session.Out, StringComparison.Ordinal);
        Assert.Contains("start     ", _session.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Sweep_Again_StartsNothingAndChangesNoByte()
    {
        Sweep("--grid", "seed=0..2");
        Dictionary<string, (DateTime, long)> before = Files();
        Assert.NotEmpty(before);
        _session.Starter.Commands.Clear();

        Assert.Equal(ExitCodes.Success, Sweep("--grid", "seed=0..2"));

        Assert.Empty(_session.Starter.Commands);
        Assert.Equal(before, Files());
        Assert.Contains("3 runs: 3 skipped", _session.Out, StringComparison.Ordinal);
        Assert.Contains(": finished", _session.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Sweep_Quiet_SaysWhatIsNotFinishedAndNothingElse()
    {
        _session.Services.Engine = new FakeEngine { Loss = (_, _) => double.NaN };
        string foreign = _session.Directory.File("mnist-b-k1-s1-bs4");
        Directory.CreateDirectory(foreign);
        File.WriteAllText(Path.Combine(foreign, "notes.txt"), "mine");
        Assert.Equal(ExitCodes.Failure, Sweep("--grid", "seed=0,1", "--model", "b", "--quiet"));
        Assert.Empty(_session.Out);
        Assert.Contains($"error: {foreign}: not a run directory", _session.Error, StringComparison.Ordinal);
        Assert.Contains("error: " + _session.Directory.File("mnist-b-k1-s0-bs4") + ": exit 1", _session.Error, StringComparison.Ordinal);
        Assert.EndsWith("error: not all runs are finished. 2 runs: 1 failed, 1 refused", _session.Error.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Sweep_OneRunFails_TheOthersRunAndTheExitCodeIsOne()
    {
        bool failed = false;
        _session.Services.Engine = new FakeEngine { Loss = (_, _) => failed ? 1 : FailOnce() };
        Assert.Equal(ExitCodes.Failure, Sweep("--grid", "seed=0,1"));
        Assert.Equal(2, _session.Starter.Commands.Count);
        Assert.Contains("2 runs: 1 finished, 1 failed", _session.Out, StringComparison.Ordinal);
        Assert.Contains("    error: ", _session.Error, StringComparison.Ordinal);

        double FailOnce()
        {
            failed = true;
            return double.NaN;
        }
    }

    [Fact]
    public void Sweep_File_BaseRunsAndGrid_CommandLineWins()
    {
        string file = _session.Directory.Write("sweep.json", """
            { "base": { "batch_size": 2, "epochs": 3 }, "runs": [{ "model": "a", "width": 5 }, { "model": "b" }], "grid": { "seed": "0..4" } }
            """);
        Assert.Equal(ExitCodes.Success, _session.Run("sweep", file, "--grid", "seed=8", "--epochs", "1", "--dataset", "mnist", "--out", _session.Directory.Path));
        Assert.Equal(2, _session.Starter.Commands.Count);
        Assert.StartsWith("train --model a --width 5 --dataset mnist --epochs 1 --batch-size 2 --seed 8 --device cpu --out ", _session.Starter.Commands[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Sweep_DryRun_PrintsACommandForEachRunThatIsNotFinishedAndStartsNothing()
    {
        Sweep("--grid", "seed=0");
        _session.Starter.Commands.Clear();
        Assert.Equal(ExitCodes.Success, Sweep("--grid", "seed=0..2", "--jobs", "1", "--dry-run"));

        Assert.Empty(_session.Starter.Commands);
        string[] lines = _session.Out.TrimEnd().Split(Environment.NewLine);
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.Contains(" train --dataset mnist --batch-size 4 --seed ", line, StringComparison.Ordinal));
        Assert.Contains($@" --out '{_session.Directory.Path.Replace("'", @"'\''", StringComparison.Ordinal)}{Path.DirectorySeparatorChar}mnist-a-k1-s1-bs4' --threads {Environment.ProcessorCount}", lines[0], StringComparison.Ordinal);
        Assert.Contains("skip      ", _session.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_session.Directory.File("mnist-a-k1-s1-bs4")));
    }

    [Fact]
    public void Sweep_DryRun_SaysWhatTheRunsThatAreNotFinishedTakeOfTheDisk()
    {
        _session.Services.FreeSpace = 12_300_000;
        Assert.Equal(ExitCodes.Success, Sweep("--grid", "seed=0", "--dry-run", "--json"));
        double one = Space(), several;
        Sweep("--grid", "seed=0");
        Assert.Equal(ExitCodes.Success, Sweep("--grid", "seed=0..3", "--dry-run", "--json"));
        several = Space();
        Assert.Equal((true, 3 * one), (one > 0, several));

        Assert.Equal(ExitCodes.Success, Sweep("--grid", "seed=0..3", "--dry-run"));
        Assert.Matches(@"(?m)^space     about [0-9.]+ kB for 3 runs; 12\.3 MB are free there\r?$", _session.Error);

        double Space()
        {
            using JsonDocument document = JsonDocument.Parse(_session.Out);
            Assert.Equal(12_300_000, document.RootElement.GetProperty("free_bytes").GetInt64());
            return document.RootElement.GetProperty("space_bytes").GetDouble();
        }
    }

    [Fact]
    public void Sweep_Referee_IsThatOfEachRun()
    {
        Assert.Equal(ExitCodes.Success, Sweep("--grid", "seed=0,1", "--referee", "5", "--dry-run"));
        Assert.All(_session.Out.TrimEnd().Split(Environment.NewLine), line => Assert.Contains(" --referee 5 ", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Sweep_Json_OneDocument()
    {
        Assert.Equal(ExitCodes.Success, Sweep("--grid", "seed=0,1", "--json"));
        using JsonDocument document = JsonDocument.Parse(_session.Out);
        JsonElement run = document.RootElement.GetProperty("runs")[1];
        Assert.Equal(("finished", 0), (run.GetProperty("result").GetString(), run.GetProperty("exit_code").GetInt32()));
        Assert.True(Directory.Exists(run.GetProperty("run_directory").GetString()));
    }

    [Fact]
    public void Sweep_Quiet_SaysNothing()
    {
        Assert.Equal(ExitCodes.Success, Sweep("--grid", "seed=0", "--quiet"));
        Assert.Equal((string.Empty, string.Empty), (_session.Out, _session.Error));
    }

    [Fact]
    public void Sweep_AutoDataset_IsDecidedOnceForAllRuns()
    {
        Assert.Equal(ExitCodes.Success, _session.Run("sweep", "--grid", "seed=0,1", "--batch-size", "4", "--out", _session.Directory.Path));
        Assert.All(_session.Starter.Commands, command => Assert.Contains("--seed", command, StringComparison.Ordinal));
        Assert.All(_session.Starter.Commands, command => Assert.Contains("--dataset mnist", command, StringComparison.Ordinal));
    }

    [Fact]
    public void Sweep_BadData_OneMessageAndNothingStarted()
    {
        _session.Services.OnLoad = () => throw new UserErrorException(FailureKind.BadData, "train-images: is truncated");
        Assert.Equal(ExitCodes.BadData, Sweep("--grid", "seed=0..3"));
        Assert.Equal("error: train-images: is truncated", _session.Error.TrimEnd());
        Assert.Empty(_session.Starter.Commands);
    }

    [Theory]
    [InlineData("depth.json", 60)]
    [InlineData("width.json", 20)]
    public void Sweep_FilesThatComeWithTheProgram_AreWhatTheirNamesSay(string name, int runs)
    {
        string file = Path.Combine(AppContext.BaseDirectory, "configs", "sweeps", name);
        using var output = new StringWriter();
        using var error = new StringWriter();
        var context = new CliContext(output, error, false, RealServices.WithoutCuda(), () => new Interruption()) { Program = ChildProcess.Command };
        int code = CliApplication.Run(["sweep", file, "--dataset", "digits", "--out", _session.Directory.Path, "--dry-run"], context);
        Assert.True(code == ExitCodes.Success, error.ToString());
        Assert.Equal(runs, output.ToString().TrimEnd().Split(Environment.NewLine).Length);
        Assert.Empty(_session.Starter.Commands);
    }

    [Theory]
    [InlineData("give a FILE.json or --grid")]
    [InlineData("unknown key 'sed'; did you mean 'seed'?", "--grid", "sed=0..4")]
    [InlineData("unknown key 'wdth'; did you mean 'width'?", "--grid", "wdth=3,4")]
    [InlineData("unknown key 'qqqq'; there are model, dataset", "--grid", "qqqq=1")]
    [InlineData("two runs would share this directory", "--grid", "threads=1,2")]
    [InlineData("'seed' is in the grid and also given as an option", "--grid", "seed=0..1", "--seed", "3")]
    [InlineData("'seed' is given twice", "--grid", "seed=0", "seed=1")]
    [InlineData("epochs: must be at least 1, got 0", "--grid", "seed=0..9", "--epochs", "0")]
    [InlineData("there is no model 'z'", "--grid", "model=a,z")]
    [InlineData("unknown option '--precison'; did you mean '--precision'?", "--grid", "seed=0..1", "--precison=f64")]
    [InlineData("--jobs: '0' is not a whole number of at least 1", "--grid", "seed=0", "--jobs", "0")]
    [InlineData("'sweep.json' is not key=values", "--grid", "seed=0", "sweep.json")]
    [InlineData("unknown option '--force'; see", "--grid", "seed=0", "--force")]
    public void Sweep_Wrong_OneMessageAndNothingStarted(string message, params string[] args)
    {
        Assert.Equal(ExitCodes.Usage, _session.Run(["sweep", "--dataset", "mnist", "--out", _session.Directory.Path, .. args]));
        Assert.Contains(message, _session.Error, StringComparison.Ordinal);
        Assert.Single(_session.Error.Split("error: ", StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(_session.Starter.Commands);
        Assert.Empty(Directory.GetFileSystemEntries(_session.Directory.Path));
    }

    private int Sweep(params string[] args) =>
        _session.Run(["sweep", .. args, "--dataset", "mnist", "--batch-size", "4", "--out", _session.Directory.Path]);

    private Dictionary<string, (DateTime, long)> Files() => Directory.EnumerateFiles(_session.Directory.Path, "*", SearchOption.AllDirectories)
        .ToDictionary(path => path, path => (File.GetLastWriteTimeUtc(path), new FileInfo(path).Length));
}
