using StructuralError.Cli.Common;
using StructuralError.Core.Structure;
using StructuralError.Runs.Directories;
using Xunit;

namespace StructuralError.Tests.Cli;

public sealed class KernelEveryTests : IDisposable
{
    private readonly SmallDataSession _session = new();

    [Theory]
    [InlineData("--model", "b", "--width", "9")]
    [InlineData("--model", "c", "--channels", "3", "--precision", "f64")]
    [InlineData("--model", "a", "--width", "9", "--probe", "test:20", "--measure-every", "2")]
    public void Train_KernelEvery_LeavesTheStepsAsTheyAre(params string[] options)
    {
        _session.Train("without", [.. options, "--steps", "8"]);
        _session.Train("with", [.. options, "--steps", "8", "--kernel-every", "3", "--kernel-probe", "test:7"]);

        Assert.Equal(_session.Bytes("without", RunDirectory.StepsName), _session.Bytes("with", RunDirectory.StepsName));
        Assert.False(File.Exists(Path.Combine(_session.File("without"), RunDirectory.KernelName)));
        IReadOnlyList<KernelRow> rows = _session.Kernel("with");
        Assert.Equal([0, 3, 6, 7], rows.Select(row => (int)row.Step));
        Assert.All(rows, row => Assert.Equal((7, 0), (row.Samples, row.Violations)));
        Assert.Contains("\"kernel_checks\": 4,\n  \"kernel_violations\": 0,", File.ReadAllText(Path.Combine(_session.File("with"), RunDirectory.SummaryName)), StringComparison.Ordinal);
        Assert.DoesNotContain("kernel", File.ReadAllText(Path.Combine(_session.File("without"), RunDirectory.SummaryName)), StringComparison.Ordinal);
        Assert.Equal(0, rows[0].RelativeChange);
        Assert.All(rows.Skip(1), row => Assert.InRange(row.RelativeChange, 1e-6, 10));
        Assert.True(_session.Run("runs", "verify", _session.File("with")) == ExitCodes.Success, _session.Out);
    }

    [Fact]
    public void Train_KernelEvery_SameBytesForAnyThreads()
    {
        string[] options = ["--model", "c", "--channels", "3", "--steps", "5", "--kernel-every", "2", "--kernel-probe", "train:9"];
        _session.Train("one", [.. options, "--threads", "1"]);
        _session.Train("three", [.. options, "--threads", "3"]);
        Assert.Equal(_session.Bytes("one", RunDirectory.KernelName), _session.Bytes("three", RunDirectory.KernelName));
    }

    [Theory]
    [InlineData("kernel_every: must be 0 or more, got -1.", "--kernel-every", "-1")]
    [InlineData("kernel_probe: test:5 is never measured; give --kernel-every N too.", "--kernel-probe", "test:5")]
    [InlineData("kernel_probe: must be of at least 1 sample, got test:0.", "--kernel-every", "1", "--kernel-probe", "test:0")]
    [InlineData("is a matrix of 100000000 × 100000000; it would need", "--kernel-every", "1", "--kernel-probe", "train:10000000")]
    public void Train_ImpossibleKernel_IsRefused(string expected, params string[] options)
    {
        Assert.Equal(ExitCodes.Usage, _session.Run(["train", "--dataset", "digits", .. options]));
        Assert.Contains(expected, _session.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_EngineWithoutKernels_IsRefusedAndLeavesNothing()
    {
        using var session = new Session();
        Assert.Equal(ExitCodes.Usage, session.Train("--kernel-every", "2", "--kernel-probe", "train:2"));
        Assert.Contains("kernel_every: the kernel between samples is not available on fake; take --device cpu", session.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(session.RunPath));
    }

    [Fact]
    public void Plot_RunWithKernels_DrawsThem()
    {
        _session.Train("run", "--model", "a", "--width", "9", "--steps", "4", "--kernel-every", "1", "--kernel-probe", "train:6");
        byte[] drawn = _session.Bytes("run", "figures/kernel.svg");
        File.Delete(Path.Combine(_session.File("run"), "figures", "kernel.svg"));
        Assert.Equal(ExitCodes.Failure, _session.Run("runs", "verify", _session.File("run")));
        Assert.Contains("figures/kernel.svg: is missing", _session.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, _session.Run("plot", _session.File("run")));
        Assert.Equal(drawn, _session.Bytes("run", "figures/kernel.svg"));
        Assert.Equal(ExitCodes.Success, _session.Run("report", _session.File("run"), "--out", _session.File("report.html")));
        Assert.Contains("Kernel between samples", File.ReadAllText(_session.File("report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Train_DryRun_SaysWhatTheKernelTakes()
    {
        Assert.Equal(ExitCodes.Success, _session.Run("train", "--dataset", "digits", "--kernel-every", "5", "--dry-run"));
        Assert.Contains("kernel         640 × 640, ", _session.Out, StringComparison.Ordinal);
    }

    public void Dispose() => _session.Dispose();
}
