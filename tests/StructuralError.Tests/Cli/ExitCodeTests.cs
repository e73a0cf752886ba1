using StructuralError.Cli.Common;
using StructuralError.Core.Common;
using StructuralError.Runs.Directories;
using StructuralError.Tests.Training;
using Xunit;

namespace StructuralError.Tests.Cli;

/// <summary>The table of exit codes that scripts rely on, through the entry point.</summary>
public sealed class ExitCodeTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData(2, "a command is missing")]
    [InlineData(2, "unknown command 'trian'; did you mean 'train'?", "trian", "--model", "b")]
    [InlineData(2, "unknown command 'xyzzy'; the commands are train, sweep, reproduce, measure, plot, runs, completion, export, devices, selfcheck, version, data, report", "xyzzy")]
    [InlineData(2, "unknown option '--verion'; did you mean '--version'?", "--verion")]
    [InlineData(2, "unknown option '--modle'; did you mean '--model'?", "train", "--modle", "b")]
    [InlineData(2, "unknown option '--qqqqq'; see 'train --help'", "train", "--qqqqq=1")]
    [InlineData(2, "unexpected argument 'b'", "train", "b")]
    [InlineData(2, "--lr", "train", "--lr")]
    [InlineData(2, "--lr", "train", "--lr", "1", "--lr", "2")]
    [InlineData(2, "--set", "train", "--set")]
    [InlineData(2, "unexpected argument 'maybe'", "train", "--force=maybe")]
    [InlineData(2, "learning_rate: '-1' ", "train", "--lr", "-1x")]
    [InlineData(2, "learning_rate: must be 0 or more, got -1", "train", "--lr", "-1")]
    [InlineData(2, "there is no model 'z'", "train", "--model", "z")]
    [InlineData(2, "did you mean 'plain'?", "train", "--progress", "plian")]
    [InlineData(2, "--resume: 'always' is not one of auto, require, never", "train", "--resume", "always")]
    [InlineData(2, "checkpoint_every: must be auto, or 0 or more, got -1", "train", "--checkpoint-every", "-1")]
    [InlineData(2, "checkpoint_every: 'often' is not auto or a whole number", "train", "--checkpoint-every", "often")]
    [InlineData(2, "init_weights: /nowhere/at/all: there is no such file", "train", "--init-weights", "/nowhere/at/all")]
    [InlineData(2, "RUN_DIR", "export", "weights")]
    [InlineData(2, "is not a run directory", "export", "weights", "/nowhere/at/all")]
    [InlineData(2, "--skip and --no-skip", "train", "--skip", "--no-skip")]
    [InlineData(2, "cannot be read", "train", "--config", "/nowhere/at/all.json")]
    [InlineData(2, "k: 'three' is not a whole number", "train", "--k", "three")]
    [InlineData(2, "@nowhere", "train", "--dataset", "mnist", "@nowhere")]
    [InlineData(2, "RUN_DIR", "plot")]
    [InlineData(2, "there is no such directory", "plot", "/nowhere/at/all")]
    public void Run_Wrong_OneClearMessage(int exitCode, string message, params string[] args)
    {
        Assert.Equal(exitCode, _session.Run(args));
        Assert.Contains(message.Replace("'-1' ", "'-1x'", StringComparison.Ordinal), _session.Error, StringComparison.Ordinal);
        Assert.StartsWith("error: ", _session.Error, StringComparison.Ordinal);
        Assert.Single(_session.Error.Split("error: ", StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("   at ", _session.Error, StringComparison.Ordinal);
        Assert.Equal(string.Empty, _session.Out);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("train", "--help")]
    [InlineData("sweep", "--help")]
    [InlineData("reproduce", "--help")]
    public void Run_Help_EndsWithTheExitCodes(params string[] args)
    {
        Assert.Equal(ExitCodes.Success, _session.Run(args));
        Assert.All(
            (int[])[0, 1, 2, 65, 70, 73, 74, 75, 130, 143],
            code => Assert.Matches(FormattableString.Invariant($@"(?m)^  {code} "), _session.Out));
    }

    [Theory]
    [InlineData("version", "--help")]
    [InlineData("plot", "--help")]
    [InlineData("data", "verify", "--help")]
    public void Run_HelpOfACommandThatStartsNoRun_LeavesTheExitCodesOut(params string[] args)
    {
        Assert.Equal(ExitCodes.Success, _session.Run(args));
        Assert.DoesNotContain("Exit codes", _session.Out, StringComparison.Ordinal);
    }

    /// <summary>Every code of the table, with a command that ends in it.</summary>
    [Theory]
    [InlineData(ExitCodes.Success, "finishes")]
    [InlineData(ExitCodes.Failure, "diverges")]
    [InlineData(ExitCodes.Usage, "unknown option")]
    [InlineData(ExitCodes.BadData, "bad data")]
    [InlineData(ExitCodes.Internal, "fault")]
    [InlineData(ExitCodes.CannotCreate, "locked")]
    [InlineData(ExitCodes.InputOutput, "disk full")]
    [InlineData(ExitCodes.Interrupted, "SIGINT")]
    [InlineData(ExitCodes.Terminated, "SIGTERM")]
    public void Train_EndsInEveryWay_WithTheCodeOfTheTable(int exitCode, string how)
    {
        using IDisposable? held = how == "locked" ? RunLock.Acquire(Directory.CreateDirectory(_session.RunPath).FullName) : null;
        _session.Services.OnLoad = () => { if (how == "bad data") { throw new UserErrorException(FailureKind.BadData, "train-images: cut off"); } };
        _session.Services.OnFigures = () => { if (how == "disk full") { throw new IOException("No space left on device"); } };
        _session.Services.Engine = new FakeEngine
        {
            Loss = (_, _) => how == "diverges" ? double.NaN : 1,
            OnStep = _ =>
            {
                if (how == "fault")
                {
                    throw new InvalidOperationException("a fault");
                }

                if (how is "SIGINT" or "SIGTERM")
                {
                    _session.Interruption.Request(how == "SIGINT" ? ExitCodes.Interrupted : ExitCodes.Terminated);
                }
            },
        };
        Assert.Equal(exitCode, how == "unknown option" ? _session.Train("--modle", "b") : _session.Train());
    }

    [Fact]
    public void Run_TrainHelp_SaysWhatTheDefaultsMean()
    {
        Assert.Equal(ExitCodes.Success, _session.Run("train", "--help"));
        string help = string.Join(' ', _session.Out.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("(default: this machine's processors)", help, StringComparison.Ordinal);
        Assert.Contains("the default weights give S = 2U", help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version")]
    [InlineData("--version")]
    public void Run_Version_NamesTheProgramAndTheRuntime(string argument)
    {
        Assert.Equal(ExitCodes.Success, _session.Run(argument));
        Assert.Contains("structural-error 0.", _session.Out, StringComparison.Ordinal);
        Assert.Contains(".NET 10", _session.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_NoMemoryOrNoMoreThreads_NamesBoth()
    {
        using var error = new StringWriter();
        Assert.Equal(ExitCodes.Failure, ErrorReport.Write(new InsufficientMemoryException(), error));
        Assert.Contains("or no more threads may be started (ulimit -u)", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Report_CurrentDirectoryRemoved_SaysSo()
    {
        using var error = new StringWriter();
        Assert.Equal(ExitCodes.InputOutput, ErrorReport.Write(new FileNotFoundException(), error));
        Assert.Contains("the current directory does not exist any more", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.InputOutput, ErrorReport.Write(new FileNotFoundException("Could not find file '/x'.", "/x"), error));
        Assert.Contains("Could not find file '/x'.", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Plot_OneOfTwoIsNoRun_TheOtherIsPlotted()
    {
        _session.Train();
        Directory.Delete(Path.Combine(_session.RunPath, "figures"));
        Assert.Equal(ExitCodes.Usage, _session.Run("plot", _session.Directory.Path, _session.RunPath));
        Assert.True(Directory.Exists(Path.Combine(_session.RunPath, "figures")));
        Assert.Contains("error: ", _session.Error, StringComparison.Ordinal);
    }
}
