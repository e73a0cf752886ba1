using System.Text.Json;
using StructuralError.Cli.Common;
using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Cuda.Driver;
using StructuralError.Runs.Files;
using StructuralError.Tests.Training;
using Xunit;

namespace StructuralError.Tests.Cli.Devices;

/// <summary><c>train --device</c>, with an engine that computes nothing.</summary>
public sealed class DeviceOptionTests : IDisposable
{
    private static readonly CudaDeviceList OneCard = new("12.2", [new CudaDevice(0, "Test card", 9, 0, 132, 80L << 30, null)], null);

    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Train_Auto_NoDriver_SaysSoInOneLineAndInTheManifest()
    {
        Assert.Equal(ExitCodes.Success, _session.Train());
        Assert.Equal(new DeviceRequest("cpu"), Assert.Single(_session.Services.Devices));
        Assert.Single(Lines(), "device         cpu (no NVIDIA driver found)");
        Assert.Equal("no NVIDIA driver found", Manifest("engine", "device_reason"));
        Assert.Equal("auto", Manifest("spec", "device"));
    }

    [Fact]
    public void Train_Quiet_SaysNothingOfTheDevice()
    {
        Assert.Equal(ExitCodes.Success, _session.Train("--quiet"));
        Assert.Empty(_session.Error);
    }

    [Fact]
    public void Train_Cpu_SaysNothingOfTheDevice()
    {
        _session.Services.Cuda = OneCard;
        Assert.Equal(ExitCodes.Success, _session.Train("--device", "cpu"));
        Assert.Equal(new DeviceRequest("cpu"), Assert.Single(_session.Services.Devices));
        Assert.DoesNotContain(Lines(), line => line.StartsWith("device", StringComparison.Ordinal));
    }

    [Fact]
    public void Train_Cuda_MakesTheEngineOfTheDeviceAndNamesIt()
    {
        _session.Services.Cuda = OneCard;
        Assert.Equal(ExitCodes.Success, _session.Train("--device", "cuda"));
        Assert.Equal("cuda:0", Assert.Single(_session.Services.Devices).ToString());
        Assert.Single(Lines(), "device         cuda:0 (Test card)");
        Assert.Equal("Test card", Manifest("engine", "device_name"));
    }

    [Fact]
    public void Train_CudaWithoutDriver_Exits69AndLeavesNothing()
    {
        Assert.Equal(ExitCodes.Unavailable, _session.Train("--device", "cuda"));
        Assert.Single(Lines());
        Assert.StartsWith("error: --device cuda: no NVIDIA driver found", _session.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_session.RunPath));

        // Nothing was downloaded for it.
        Assert.Equal(0, _session.Services.Loads);
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:x")]
    [InlineData("CUDA")]
    public void Train_UnknownDevice_IsAUsageProblem(string device)
    {
        Assert.Equal(ExitCodes.Usage, _session.Train("--device", device));
        Assert.Contains($"'{device}' is not auto, cpu, cuda, torch or cuda:N", _session.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_TheDeviceIsNoPartOfTheIdentity()
    {
        _session.Services.Cuda = OneCard;
        Assert.Equal(ExitCodes.Success, _session.Train("--device", "cuda"));
        Assert.Equal(ExitCodes.Success, _session.Train("--device", "cpu"));
        Assert.Contains("already finished", _session.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_DeviceLostInMidRun_Exits69AndTheRunGoesOnFromItsCheckpoint()
    {
        bool isLost = true;
        _session.Services.Cuda = OneCard;
        _session.Services.Engine = new FakeEngine { OnStep = step => _ = step == 2 && isLost ? throw new CudaException("The device was lost (CUDA_ERROR_LAUNCH_FAILED, 719).", 719) : step };
        Assert.Equal(ExitCodes.Unavailable, _session.Train("--device", "cuda", "--checkpoint-every", "1"));
        Assert.Equal("error: The device was lost (CUDA_ERROR_LAUNCH_FAILED, 719).", Lines()[^1]);
        Assert.DoesNotContain("   at ", _session.Error, StringComparison.Ordinal);
        Assert.Equal(RunOutcome.Failed, _session.Outcome());

        isLost = false;
        Assert.Equal(ExitCodes.Success, _session.Train("--device", "cuda", "--checkpoint-every", "1"));
        Assert.Contains("going on after step 2 of 3", _session.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_BegunOnTheProcessor_IsNotContinuedOnCuda()
    {
        Interrupt("cpu");
        _session.Services.Engine = EngineOf("cuda:0");
        Assert.Equal(ExitCodes.CannotCreate, _session.Train("--device", "cuda"));
        Assert.Contains("was begun on cpu, and its rows would not be of one kind if it went on on cuda:0; --device cpu continues it, --force starts it over", _session.Error, StringComparison.Ordinal);

        Assert.Equal(ExitCodes.Success, _session.Train("--device", "cuda", "--force"));
        Assert.Equal("cuda:0", Manifest("engine", "device"));
    }

    [Fact]
    public void Train_BegunOnTheProcessor_AutoContinuesItThere()
    {
        Interrupt("cpu");
        _session.Services.Engine = EngineOf("cpu");
        _session.Services.Devices.Clear();
        Assert.Equal(ExitCodes.Success, _session.Train());
        Assert.Equal(new DeviceRequest("cpu"), Assert.Single(_session.Services.Devices));
        Assert.Contains("device         cpu (the run was begun on it)", _session.Error, StringComparison.Ordinal);
        Assert.Contains("going on after step 2 of 3", _session.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_BegunOnCuda_IsNotContinuedOnTheProcessor()
    {
        Interrupt("cuda:0");
        _session.Services.Cuda = new CudaDeviceList(null, [], "No NVIDIA driver found.");
        _session.Services.Engine = EngineOf("cpu");
        Assert.Equal(ExitCodes.CannotCreate, _session.Train());
        Assert.Contains("was begun on cuda:0", _session.Error, StringComparison.Ordinal);
        Assert.Contains("--device cuda continues it", _session.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_DeviceMemoryDoesNotSuffice_Exits2()
    {
        _session.Services.Engine = new FakeEngine { OnStep = _ => throw new CudaException("cuda:0 has 1 GB of memory free.", 2) };
        Assert.Equal(ExitCodes.Usage, _session.Train());
        Assert.Equal("error: cuda:0 has 1 GB of memory free.", Lines()[^1]);
    }

    [Fact]
    public void Help_ListsTheExitCode()
    {
        Assert.Equal(ExitCodes.Success, _session.Run("train", "--help"));
        Assert.Contains("  69   the device", _session.Out, StringComparison.Ordinal);
    }

    /// <summary>A run of two steps of three with a checkpoint, on a machine with a card.</summary>
    private void Interrupt(string device)
    {
        _session.Services.Cuda = OneCard;
        _session.Services.Engine = EngineOf(device, step => { if (step == 1) { _session.Interruption.Request(ExitCodes.Requeue); } });
        Assert.Equal(ExitCodes.Requeue, _session.Train("--device", device));
    }

    private static FakeEngine EngineOf(string device, Action<long>? onStep = null) =>
        new() { Info = new EngineInfo(device, Precision.F64, "none", 1), OnStep = onStep ?? (_ => { }) };

    private string[] Lines() => _session.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    private string? Manifest(params string[] path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(_session.RunPath, "manifest.json")));
        return document.RootElement.TextAt(path);
    }
}
