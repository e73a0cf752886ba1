using System.Text.Json;
using StructuralError.Cli.Common;
using StructuralError.Core.Common;
using StructuralError.Cuda.Driver;
using Xunit;

namespace StructuralError.Tests.Cli.Devices;

public sealed class DevicesCommandTests : IDisposable
{
    private static readonly CudaDeviceList Found = new(
        "12.2", [new CudaDevice(0, "Test card", 9, 0, 132, 80_000_000_000, null), new CudaDevice(1, "Old card", 6, 1, 20, 8_000_000_000, "Its compute capability is 6.1.")], null);

    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Devices_ListsProcessorAndEveryCudaDeviceWithTheReasonOfEachThatCannotBeUsed()
    {
        _session.Services.Cuda = Found;
        Assert.Equal(ExitCodes.Success, _session.Run("devices"));
        string[] lines = _session.Out.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(5, lines.Length);
        Assert.Matches($"^cpu .* none +{Environment.ProcessorCount} +yes$", lines[1]);
        Assert.Matches("^cuda:0 +Test card +80 GB +compute 9.0 +132 +yes$", lines[2]);
        Assert.Matches("^cuda:1 +Old card +8 GB +compute 6.1 +20 +Its compute capability is 6.1.$", lines[3]);
        Assert.Equal("CUDA 12.2 by the NVIDIA driver", lines[4]);
    }

    [Fact]
    public void Devices_NoDriver_ListsTheProcessorAndSaysWhyThereIsNoMore()
    {
        Assert.Equal(ExitCodes.Success, _session.Run("devices"));
        Assert.Equal("no CUDA: no NVIDIA driver found", _session.Out.TrimEnd().Split(Environment.NewLine)[^1]);
    }

    [Fact]
    public void Devices_Json_SaysTheSame()
    {
        _session.Services.Cuda = Found;
        Assert.Equal(ExitCodes.Success, _session.Run("devices", "--json"));
        using JsonDocument document = JsonDocument.Parse(_session.Out);
        Assert.Equal("12.2", document.RootElement.TextAt("cuda_driver"));
        JsonElement[] devices = [.. document.RootElement.GetProperty("devices").EnumerateArray()];
        Assert.Equal(["cpu", "cuda:0", "cuda:1"], devices.Select(device => device.TextAt("device")));
        Assert.Equal([true, true, false], devices.Select(device => device.GetProperty("usable").GetBoolean()));
        Assert.Equal("Its compute capability is 6.1.", devices[2].TextAt("problem"));
    }
}
