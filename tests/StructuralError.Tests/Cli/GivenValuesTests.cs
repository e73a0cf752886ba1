using StructuralError.Cli.Common;
using Xunit;

namespace StructuralError.Tests.Cli;

/// <summary>Values that are missing, empty or given twice, and advice about options.</summary>
public sealed class GivenValuesTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("--out: a value is missing", "train", "--out", "x", "--out")]
    [InlineData("--lr: a value is missing", "train", "--lr", "0.1", "--lr")]
    [InlineData("--out: a value is missing", "train", "--out=")]
    [InlineData("--lr: is given twice; give it once.", "train", "--lr", "0.1", "--lr", "0.2")]
    [InlineData("--out: a value is missing before '--force'", "train", "--out", "--force")]
    [InlineData("--set: a value is missing", "train", "--set", "k=1", "--set")]
    [InlineData("--config: a value is missing before '--lr'", "train", "--config", "--lr", "0.1")]
    [InlineData("--grid: a value is missing before '--dataset'", "sweep", "--grid", "--dataset", "digits")]
    [InlineData("--grid: a value is missing", "sweep", "--grid", "k=1", "--grid")]
    [InlineData("--y: a value is missing", "plot", "run", "--y")]
    [InlineData("--jobs: a value is missing", "sweep", "--grid", "k=1", "--jobs")]
    public void Run_ValueMissingOrTwice_SaysSoOnce(string expected, params string[] command)
    {
        Assert.Equal(ExitCodes.Usage, _session.Run(command));
        string line = Assert.Single(_session.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("error: " + expected, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("report", "run", "--out", "")]
    [InlineData("report", "")]
    [InlineData("plot", "run", "--y", "loss", "--out", "")]
    [InlineData("data", "digits", "--out", "")]
    [InlineData("data", "fetch", "--data-dir", "")]
    [InlineData("data", "verify", "--data-dir", " ")]
    [InlineData("data", "info", "--dataset", "")]
    [InlineData("export", "weights", "")]
    [InlineData("export", "weights", "run", "--out", "")]
    [InlineData("export", "table", "run", "--out", "")]
    [InlineData("export", "tensorboard", "", "--out", "logs")]
    [InlineData("sweep", "--grid", "k=1", "--out", "")]
    [InlineData("sweep", "")]
    [InlineData("reproduce", "--out", "")]
    [InlineData("measure", "--out", "")]
    [InlineData("train", "--out", "")]
    [InlineData("train", "--model", "")]
    [InlineData("train", "--init-weights", "")]
    [InlineData("train", "--config", "")]
    [InlineData("runs", "list", "")]
    [InlineData("runs", "show", "")]
    [InlineData("runs", "verify", "")]
    [InlineData("runs", "clean", "")]
    [InlineData("completion", "")]
    public void Run_EmptyValue_IsWrongUsageAndNothingIsWritten(params string[] command)
    {
        Assert.Equal(ExitCodes.Usage, _session.Run(command));
        string line = Assert.Single(_session.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("is empty; give a value. Is a variable of the shell not set?", line, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_session.Directory.Path));
    }

    [Theory]
    [InlineData("train", "--", "--lr", "0.1")]
    [InlineData("runs", "list", "--jsn")]
    [InlineData("--", "train")]
    [InlineData("sweep", "--grid", "--dataset", "digits", "--dry-run")]
    [InlineData("sweep", "--grid", "k=1", "--", "--dataset", "digits")]
    public void Run_UnknownWord_AdviceIsNotWhatWasTyped(params string[] command)
    {
        Assert.Equal(ExitCodes.Usage, _session.Run(command));
        Assert.DoesNotMatch(@"'([^']*)'; did you mean '\1'", _session.Error);
    }

    [Fact]
    public void Train_OptionsAfterTwoDashes_AreNotExpectedThere()
    {
        Assert.Equal(ExitCodes.Usage, _session.Run("train", "--", "--lr", "0.1"));
        Assert.Equal("error: '--lr' is not expected after '--', which ends the options; leave '--' out.", _session.Error.TrimEnd());
    }

    [Fact]
    public void Train_NegativeNumberAsValue_IsNoOption()
    {
        Assert.Equal(ExitCodes.Success, _session.Train("--seed", "-1"));
    }
}
