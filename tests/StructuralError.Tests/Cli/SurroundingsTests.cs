using System.Diagnostics;
using StructuralError.Cli.Common;
using StructuralError.Tests.Data;
using StructuralError.Tests.Processes;
using StructuralError.Tests.Reporting;
using StructuralError.Tests.Training;
using Xunit;

namespace StructuralError.Tests.Cli;

/// <summary>What a machine may be like: cultures, clocks, paths, memory, things that are no files.</summary>
public sealed class SurroundingsTests(FinishedRunFixture finished) : IClassFixture<FinishedRunFixture>, IDisposable
{
    private readonly Session _session = new() { UsesRealServices = true };

    public void Dispose() => _session.Dispose();

    [Fact]
    public void TrainAndPlot_OtherCulture_GiveTheSameBytes()
    {
        using CommaCulture culture = new();
        Assert.Equal(ExitCodes.Success, Train(_session.RunPath));
        AssertSameFiles(_session.RunPath);
        Directory.Delete(Path.Combine(_session.RunPath, "figures"), recursive: true);
        Assert.Equal(ExitCodes.Success, _session.Run("plot", _session.RunPath));
        AssertSameFiles(_session.RunPath);
        Assert.Equal(ExitCodes.Success, _session.Run("runs", "verify", _session.RunPath));
    }

    [Trait("Speed", "Slow")]
    [Theory]
    [InlineData("de_DE.UTF-8")]
    [InlineData("tr_TR.UTF-8")]
    public async Task Process_OtherLocale_GivesTheSameBytes(string locale)
    {
        ProcessStartInfo start = ChildProcess.Program(Arguments(_session.RunPath));
        start.WorkingDirectory = _session.Directory.Path;
        (start.Environment["LANG"], start.Environment["LC_ALL"], start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"]) = (locale, locale, "0");
        Assert.Equal(ExitCodes.Success, (await ChildProcess.RunAsync(start)).ExitCode);
        AssertSameFiles(_session.RunPath);
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("quo'te \"double\"")]
    [InlineData("größe 数 İ")]
    [InlineData("line\nfeed")]
    [InlineData("-leading dash $HOME `id` *")]
    public void TrainPlotVerify_PathOfAnyLetters_Work(string name)
    {
        string run = finished.Copy(_session.Directory.File(name));
        Directory.Delete(run, recursive: true);
        Assert.Equal(ExitCodes.Success, Train(run));
        AssertSameFiles(run);
        Assert.Equal(ExitCodes.Success, _session.Run("plot", run));
        Assert.Equal(ExitCodes.Success, _session.Run("runs", "verify", run));
        Assert.Equal(ExitCodes.Success, _session.Run("runs", "list", run));
        Assert.Equal(2, _session.Out.TrimEnd().Split(Environment.NewLine).Length);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(5000)]
    public void Train_PathTooLong_IsAnOutputErrorThatNamesIt(int length)
    {
        Assert.Equal(ExitCodes.InputOutput, Train(_session.Directory.File(new string('x', length))));
        Assert.Contains("xxxxxxxx", _session.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("internal", _session.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_ClockSetBackMeanwhile_CompletesAndNoTimeIsNegative()
    {
        using var session = new Session();
        session.Services.Engine = new FakeEngine { OnStep = _ => { session.Clock.SetBack(TimeSpan.FromHours(1)); session.Clock.Advance(TimeSpan.FromSeconds(1)); } };
        Assert.Equal(ExitCodes.Success, session.Train());
        Assert.Matches("\"seconds\": 3,", File.ReadAllText(Path.Combine(session.RunPath, "summary.json")));
        Assert.Equal(ExitCodes.Success, session.Run("runs", "list", session.RunPath));
        Assert.Matches("finished +3/3 .* 3\\.0", session.Out);
    }

    [Fact]
    public void Explain_MoreMemoryThanAnyMachineHas_RefusedWithTheFigure()
    {
        Assert.Equal(ExitCodes.Usage, _session.Run("train", "--model", "a", "--k", "4000", "--width", "250", "--dataset", "digits", "--batch-size", "2000000000", "--precision", "f64", "--explain"));
        Assert.Matches("model 'a' with [0-9]+ parameters, batches of 60000 and [0-9]+ threads would need about [0-9.]+ TB of memory", _session.Error);
        Assert.Contains("Make the model, --batch-size or --threads smaller.", _session.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_ModelOfAbsurdSize_RefusedWithTheFigureAndLittleAllocated()
    {
        string model = _session.Directory.Write("huge.json", """{ "name": "huge", "input": [1, 28, 28], "layers": ["flatten", { "linear": 2000000000 }, { "repeat": 2000000000, "layers": [{ "linear": 2000000000 }] }, { "linear": "classes" }] }""");
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(ExitCodes.Usage, _session.Run("train", "--model", model, "--dataset", "digits", "--dry-run"));
        Assert.Contains("parameters", _session.Error, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
    }

    [Theory(Skip = Needs.UnixReason, SkipUnless = nameof(Needs.Unix), SkipType = typeof(Needs))]
    [InlineData("idx")]
    [InlineData("manifest.json")]
    [InlineData("steps.csv")]
    [InlineData("summary.json")]
    public async Task Read_PipeWithAFilesName_IsAnErrorAtOnce(string name)
    {
        string run = finished.Copy(_session.RunPath), data = TinyDataset.Write(_session.Directory.File("data"));
        string pipe = name == "idx" ? Path.Combine(data, "train-labels-idx1-ubyte") : Path.Combine(run, name);
        File.Delete(pipe);
        Assert.Equal(0, (await ChildProcess.RunAsync(new ProcessStartInfo("mkfifo", [pipe]))).ExitCode);

        // Whoever opens a pipe waits until somebody writes to it.
        Task<int> command = Task.Run(() => name == "idx" ? _session.Run("train", "--dataset", data, "--out", _session.Directory.File("other")) : _session.Run("runs", "verify", run));
        int exitCode = await command.WaitAsync(Patience.Limit);
        Assert.NotEqual(ExitCodes.Success, exitCode);
        Assert.NotEqual(ExitCodes.Internal, exitCode);
        Assert.Contains("not a regular file", _session.Out + _session.Error, StringComparison.Ordinal);
    }

    private string[] Arguments(string run) => ["train", "--model", "b", "--set", "width=8", "--dataset", finished.Data, "--epochs", "20", "--per-sample", "--quiet", "--out", run];

    private int Train(string run) => _session.Run(Arguments(run));

    /// <summary>Rows and figures, byte for byte those of the run of the invariant culture.</summary>
    private void AssertSameFiles(string run)
    {
        foreach (string file in (string[])["steps.csv", "samples.csv", "figures/overview.svg", "figures/bounds.svg", "figures/local_pearson.svg", "figures/gradient_norm_structure.svg"])
        {
            Assert.True(File.ReadAllBytes(Path.Combine(finished.Run, file)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(run, file))), file);
        }
    }
}
