using System.Text.Json;
using StructuralError.Cli.Common;
using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Cuda.Steps;
using StructuralError.Tests.Cli;
using StructuralError.Tests.Cuda.Stub;
using StructuralError.Tests.Engines;
using Xunit;

namespace StructuralError.Tests.Cuda.Cli;

/// <summary>The whole program with the CUDA engine, on the stub driver.</summary>
[Collection(CudaTests.Name)]
public sealed class CudaCommandTests : StubTest
{
    private const int OutOfMemory = 2;
    private const int LaunchFailed = 719;
    private const int InvalidPtx = 218;

    private static readonly string[] Options = ["--model", "b", "--set", "width=16", "--epochs", "2", "--checkpoint-every", "5", "--per-sample"];

    private readonly SmallDataSession _session = new() { UsesCuda = true };

    [Fact]
    public void Train_Auto_TakesTheDeviceThatPassesItsSelfCheck()
    {
        Assert.Equal(ExitCodes.Success, Train("run", "--steps", "3"));
        Assert.StartsWith("device         cuda:0 (CPU emulation (stub driver); passed its self-check)", _session.Error, StringComparison.Ordinal);
        Assert.Equal("cuda:0", Manifest("run", "engine", "device"));
        Assert.Equal("sm_90", Manifest("run", "engine", "instruction_set"));
        Assert.Equal("passed its self-check", Manifest("run", "engine", "device_reason"));
        Assert.Equal(0, StubDriver.Leaks());
    }

    [Fact]
    public void Train_Auto_KernelsAreRefused_GoesToTheProcessorAndSaysWhy()
    {
        StubDriver.Fail("cuModuleLoadDataEx", 1, InvalidPtx);
        Assert.Equal(ExitCodes.Success, Train("run", "--steps", "3"));
        Assert.StartsWith("device         cpu (cuda:0: its self-check failed: ", _session.Error, StringComparison.Ordinal);
        Assert.Equal("cpu", Manifest("run", "engine", "device"));
    }

    /// <summary>A run on the processor may take days: the device's memory is not kept from others meanwhile.</summary>
    [Fact]
    public void Train_Auto_TrialFails_GivesTheDeviceBack()
    {
        StubDriver.Fail("cuMemAlloc_v2", 2, OutOfMemory);
        Assert.Equal(ExitCodes.Success, Train("run", "--steps", "3"));
        Assert.StartsWith("device         cpu (cuda:0: its self-check failed: ", _session.Error, StringComparison.Ordinal);
        Assert.Equal((1, 1), (StubDriver.Calls("cuDevicePrimaryCtxRetain"), StubDriver.Calls("cuDevicePrimaryCtxRelease_v2")));
    }

    [Fact]
    public void Train_Auto_DriverTooOld_GoesToTheProcessorAndSaysWhy()
    {
        StubDriver.SetDevice(driverVersion: 9020);
        Assert.Equal(ExitCodes.Success, Train("run", "--steps", "3"));
        Assert.StartsWith("device         cpu (the NVIDIA driver is too old: it supports CUDA 9.2, and the kernels need 10.0 or later)", _session.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_Cuda_CardTooOld_Exits69()
    {
        StubDriver.SetDevice(major: 6, minor: 1);
        Assert.Equal(ExitCodes.Unavailable, Train("run", "--device", "cuda"));
        Assert.Contains("compute capability is 6.1", _session.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_session.File("run")));
    }

    [Fact]
    public void Train_Cuda_RowsAreTheProcessorsButForRounding()
    {
        Assert.Equal(ExitCodes.Success, Train("cuda", "--device", "cuda", "--precision", "f64"));
        Assert.Equal(ExitCodes.Success, Train("cpu", "--device", "cpu", "--precision", "f64"));
        Assert.Equal(Manifest("cpu", "spec_hash"), Manifest("cuda", "spec_hash"));
        StructuralError.Core.Structure.StepRow[] expected = [.. _session.Steps("cpu")], actual = [.. _session.Steps("cuda")];
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair =>
        {
            Assert.Equal(pair.First.Loss, pair.Second.Loss, 1e-9);
            Assert.Equal(pair.First.U, pair.Second.U, 1e-9);
            Assert.Equal(pair.First.LogGradientNorm, pair.Second.LogGradientNorm, 1e-9);
        });
    }

    [Fact]
    public void Train_Cuda_DeviceLostInMidRun_Exits69AndTheSameCommandGivesTheBytesOfAnUninterruptedRun()
    {
        Assert.Equal(ExitCodes.Success, Train("whole", "--device", "cuda"));
        StubDriver.Fail("cuGraphLaunch", (int)(StubDriver.Calls("cuGraphLaunch") * 2 / 3), LaunchFailed);
        Assert.Equal(ExitCodes.Unavailable, Train("run", "--device", "cuda"));
        string error = _session.Error.TrimEnd().Split(Environment.NewLine)[^1];
        Assert.StartsWith("error: ", error, StringComparison.Ordinal);
        Assert.Contains("(CUDA_ERROR_LAUNCH_FAILED, 719)", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", _session.Error, StringComparison.Ordinal);
        Assert.Equal("failed", Manifest("run", "outcome"));

        StubDriver.Reset();
        Assert.Equal(ExitCodes.Success, Train("run", "--device", "cuda"));
        Assert.Contains("going on after step", _session.Error, StringComparison.Ordinal);
        AssertSameBytes("whole", "run");
    }

    [Fact]
    public void Train_Cuda_TooLittleMemory_Exits2WithTheFigureAndLeavesNothing()
    {
        StubDriver.SetDevice(memory: 1 << 20);
        Assert.Equal(ExitCodes.Usage, Train("run", "--device", "cuda"));
        Assert.Matches("error: cuda:0 has 1 MB of memory free, but training this network takes [0-9.]+ MB", _session.Error);
        Assert.False(Directory.Exists(_session.File("run")));
    }

    [Fact]
    public void Train_Seeds_Cuda_GivesTheBytesOfEachSeedAlone()
    {
        Assert.Equal(ExitCodes.Success, _session.Run(["train", "--dataset", _session.DataPath, "--batch-size", "16", "--seeds", "3..5", "--device", "cuda", "--out", _session.File("together"), .. Options]));
        for (int seed = 3; seed <= 5; seed++)
        {
            Assert.Equal(ExitCodes.Success, Train($"alone{seed}", "--device", "cuda", "--seed", $"{seed}"));
            AssertSameBytes($"alone{seed}", Path.Combine("together", Path.GetFileName(Directory.GetDirectories(_session.File("together"), $"data-b-k1-s{seed}-*").Single())));
        }

        Assert.Equal(0, StubDriver.Leaks());
    }

    [Fact]
    public void Train_Seeds_Cuda_MoreThanTheMemoryHolds_TrainsThemInGroupsWithTheSameBytes()
    {
        string[] command = ["train", "--dataset", _session.DataPath, "--batch-size", "16", "--seeds", "3..7", "--device", "cuda", .. Options];
        Assert.Equal(ExitCodes.Success, _session.Run([.. command, "--out", _session.File("whole")]));
        Assert.DoesNotContain("groups", _session.Error, StringComparison.Ordinal);

        // Room for two and a half, the data (240 images of 784 bytes, a byte a label) and the driver's twentieth.
        var forecast = CudaMemoryForecast.Of(Models.Build("b", 1, width: 16, channels: 0), Precision.F32, 16);
        StubDriver.SetDevice(memory: (long)((forecast.Replica * 5 / 2) + forecast.Tables + (240 * 785)) * 20 / 19);
        Assert.Equal(ExitCodes.Success, _session.Run([.. command, "--out", _session.File("divided")]));
        Assert.Contains("device         the memory of cuda:0 holds 2 of these 5 runs at a time: they are trained in 3 groups, one after the other", _session.Error, StringComparison.Ordinal);
        string[] runs = [.. Directory.GetDirectories(_session.File("whole"), "data-*").Select(path => Path.GetFileName(path)!)];
        Assert.Equal(5, runs.Length);
        Assert.All(runs, run => AssertSameBytes(Path.Combine("whole", run), Path.Combine("divided", run)));
        Assert.Equal(0, StubDriver.Leaks());
    }

    [Fact]
    public void Train_Seeds_Cuda_DeviceLost_AllFailAndAllGoOn()
    {
        StubDriver.Fail("cuGraphLaunch", 3, LaunchFailed);
        string[] command = ["train", "--dataset", _session.DataPath, "--batch-size", "16", "--seeds", "0..1", "--device", "cuda", "--out", _session.File("together"), .. Options];
        Assert.Equal(ExitCodes.Failure, _session.Run(command));
        Assert.Contains("2 runs: 2 failed", _session.Out, StringComparison.Ordinal);
        Assert.Contains("exit 69", _session.Out, StringComparison.Ordinal);

        StubDriver.Reset();
        Assert.Equal(ExitCodes.Success, _session.Run(command));
        Assert.Contains("2 runs: 2 finished", _session.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Measure_Cuda_GivesTheProcessorsTableButForRounding()
    {
        string[] options = ["--model", "a,c", "--k", "1", "--seed", "0..1"];
        Assert.Equal(ExitCodes.Success, _session.Measure("cuda.csv", [.. options, "--device", "cuda"]));
        Assert.Equal(ExitCodes.Success, _session.Measure("cpu.csv", [.. options, "--device", "cpu"]));
        Assert.All(_session.Measured("cpu.csv").Zip(_session.Measured("cuda.csv")), pair => Assert.Equal(pair.First.U, pair.Second.U, 1e-9));
    }

    [Fact]
    public void Devices_ListsTheDevice()
    {
        Assert.Equal(ExitCodes.Success, _session.Run("devices"));
        Assert.Matches(@"(?m)^cuda:0 +CPU emulation \(stub driver\) .* compute 9.0 .* yes", _session.Out);
        Assert.Contains("CUDA 12.2 by the NVIDIA driver", _session.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void SelfCheck_Cuda_Passes()
    {
        Assert.Equal(ExitCodes.Success, _session.Run("selfcheck", "--device", "cuda", "--no-timing"));
        Assert.Matches("all [0-9]+ checks passed on cuda:0", _session.Out);

        // Some two hundred engines.
        Assert.Equal((1, 1), (StubDriver.Calls("cuDevicePrimaryCtxRetain"), StubDriver.Calls("cuModuleLoadDataEx")));
    }

    [Fact]
    public void SelfCheck_Cuda_AFault_FailsItsCheckAndTheNextEngineBeginsAnew()
    {
        StubDriver.Fail("cuGraphLaunch", 1, LaunchFailed);
        Assert.Equal(ExitCodes.Failure, _session.Run("selfcheck", "--device", "cuda", "--no-timing"));
        Assert.Matches("FAILED .* announced.*719", Assert.Single(_session.Out.Split('\n'), line => line.StartsWith("FAILED", StringComparison.Ordinal)));
        Assert.Matches("1 of [0-9]+ checks failed on cuda:0", _session.Out);
    }

    protected override void Dispose(bool disposing)
    {
        _session.Dispose();
        base.Dispose(disposing);
    }

    private int Train(string name, params string[] more) =>
        _session.Run(["train", "--dataset", _session.DataPath, "--batch-size", "16", "--out", _session.File(name), .. Options, .. more]);

    private void AssertSameBytes(string expected, string actual)
    {
        foreach (string name in (string[])["steps.csv", "samples.csv", .. Checkpoint(expected)])
        {
            Assert.Equal(_session.Bytes(expected, name), _session.Bytes(actual, name));
        }
    }

    private string[] Checkpoint(string run) =>
        [.. Directory.GetFiles(Path.Combine(_session.File(run), "checkpoint"), "*.safetensors").Select(path => Path.Combine("checkpoint", Path.GetFileName(path)))];

    private string? Manifest(string run, params string[] path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(_session.File(run), "manifest.json")));
        return document.RootElement.TextAt(path);
    }
}
