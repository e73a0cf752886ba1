using System.Diagnostics;
using System.Text.Json;
using StructuralError.Cli.Common;
using StructuralError.Core.Columns;
using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Experiments.Datasets;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;
using StructuralError.Runs.Tables;
using StructuralError.Tests.Processes;
using Xunit;

namespace StructuralError.Tests.Cli;

/// <summary>Commands in a process of their own, with nothing faked: exit codes, streams, signals and locks as a shell sees them.</summary>
[Trait("Speed", "Slow")]
public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Process_UnknownOption_ExitsTwo()
    {
        (int exitCode, string output, string error) = await Run("train", "--modle", "b");
        Assert.Equal((ExitCodes.Usage, string.Empty), (exitCode, output));
        Assert.Equal("error: unknown option '--modle'; did you mean '--model'?", error.TrimEnd());
        Assert.Empty(Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public async Task Process_WrongModelDataAndSpec_AllReportedAndNothingMade()
    {
        (int exitCode, _, string error) = await Run("train", "--model", "e", "--dataset", "mnits", "--epochs", "x", "--lr", "-1");
        Assert.Equal(ExitCodes.Usage, exitCode);
        Assert.Equal(4, error.Split('\n').Count(line => line.StartsWith("error: ", StringComparison.Ordinal)));
        Assert.Contains("did you mean 'mnist'?", error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public async Task Process_TrainJson_OneDocumentAndTheSameBytesForAnyNumberOfThreads()
    {
        string data = WriteData();
        byte[][] steps = new byte[2][];
        double[] testLoss = new double[2];
        for (int threads = 1; threads <= 2; threads++)
        {
            string run = _directory.File($"run{threads}");
            (int exitCode, string output, _) = await Run("train", "--model", "b", "--set", "width=16", "--dataset", data, "--per-sample", "--json", "--out", run, "--threads", $"{threads}");
            Assert.Equal(ExitCodes.Success, exitCode);
            using JsonDocument summary = JsonDocument.Parse(output);
            Assert.Equal((3, 0), (summary.RootElement.GetProperty("steps").GetInt32(), summary.RootElement.GetProperty("theorem3_violations").GetInt32()));
            Assert.Equal(output, await File.ReadAllTextAsync(Path.Combine(run, "summary.json")));
            Assert.Equal(1 + 130, File.ReadLines(Path.Combine(run, "samples.csv")).Count());
            testLoss[threads - 1] = summary.RootElement.GetProperty("test_loss").GetDouble();
            steps[threads - 1] = await File.ReadAllBytesAsync(Path.Combine(run, "steps.csv"));
        }

        Assert.Equal(steps[0], steps[1]);
        Assert.Equal(testLoss[0], testLoss[1]);
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public async Task Process_SecondStarterThenInterrupt_SeventyThreeNamingTheHolderThenOneHundredThirtyWithWholeRows()
    {
        string run = _directory.File("run");
        string[] command = ["train", "--model", "a", "--set", "width=8", "--dataset", WriteData(), "--epochs", "100000000", "--out", run];
        using ChildProcess first = ChildProcess.Start(Program(command));
        string steps = Path.Combine(run, "steps.csv");
        await Patience.UntilAsync(() => first.HasExited || (File.Exists(steps) && File.ReadLines(steps).Count() > 20), "rows");
        Assert.False(first.HasExited);

        (int exitCode, _, string error) = await Run(command);
        Assert.Equal(ExitCodes.CannotCreate, exitCode);
        Assert.Contains(FormattableString.Invariant($"process {first.Id} on {Environment.MachineName}"), error, StringComparison.Ordinal);
        Assert.False(first.HasExited);

        await first.SendAsync("INT");
        Assert.Equal(ExitCodes.Interrupted, await first.EndAsync());
        Assert.Contains("interrupted after", await first.Error, StringComparison.Ordinal);
        string text = await File.ReadAllTextAsync(steps);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        int cells = RunTables.Steps.Columns.Count(column => column.Needs == RunTraits.None);
        Assert.All(text.TrimEnd('\n').Split('\n'), line => Assert.Equal(cells, line.Split(',').Length));
        Assert.Equal(RunOutcome.Interrupted, RunInspection.Of(run).Manifest!.Outcome);
    }

    [Fact(Skip = Needs.SignalsReason, SkipUnless = nameof(Needs.Signals), SkipType = typeof(Needs))]
    public async Task Process_OutputOrMessagesCannotBeWritten_TheRunAndTheExitCodeStand()
    {
        if (!File.Exists("/dev/full"))
        {
            return;
        }

        string run = _directory.File("run");
        string[] command = ["train", "--model", "a", "--set", "width=8", "--dataset", WriteData(), "--out", run, "--json"];
        Assert.Equal(ExitCodes.InputOutput, await RunInShell(" >/dev/full 2>/dev/null", command));
        Assert.Equal(RunState.Finished, RunInspection.Of(run).State);
        Assert.Equal(ExitCodes.Success, await RunInShell(" >/dev/null 2>/dev/full", command));
        Assert.Equal(ExitCodes.Usage, await RunInShell(" 2>/dev/full", "train", "--modle", "b"));
    }

    private async Task<int> RunInShell(string redirections, params string[] args)
    {
        ProcessStartInfo program = Program(args);
        var start = new ProcessStartInfo("sh", ["-c", "exec \"$@\"" + redirections, "sh", program.FileName, .. program.ArgumentList]) { WorkingDirectory = _directory.Path };
        return (await ChildProcess.RunAsync(start)).ExitCode;
    }

    /// <summary>130 and 700 random images in the files of MNIST's format.</summary>
    private string WriteData()
    {
        var random = new System.Random(5);
        string path = _directory.File("tiny data");
        var data = new DatasetPair("tiny data", "random", Images(130), Images(700), new Dictionary<string, string>());
        DatasetWriter.Write(data, path, overwrite: false);
        return path;

        Dataset Images(int count)
        {
            byte[] pixels = new byte[count * 28 * 28];
            random.NextBytes(pixels);
            return new Dataset("tiny", TensorShape.Image(1, 28, 28), pixels, [.. Enumerable.Range(0, count).Select(n => (byte)(n % 10))]);
        }
    }

    private Task<(int ExitCode, string Out, string Error)> Run(params string[] args) => ChildProcess.RunAsync(Program(args));

    private ProcessStartInfo Program(string[] args)
    {
        ProcessStartInfo start = ChildProcess.Program(args);
        start.WorkingDirectory = _directory.Path;
        return start;
    }
}
