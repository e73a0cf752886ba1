using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Cuda.Driver;
using StructuralError.Experiments.Devices;
using Xunit;

namespace StructuralError.Tests.Cli.Devices;

public sealed class DeviceSelectionTests
{
    private static readonly CudaDevice Old = new(0, "Old card", 6, 1, 20, 8L << 30, "Its compute capability is 6.1, and the kernels need 7.5 or later. Use another device.");
    private static readonly CudaDevice First = new(1, "First card", 9, 0, 132, 80L << 30, null);
    private static readonly CudaDevice Second = new(2, "Second card", 8, 0, 108, 40L << 30, null);

    private readonly List<int> _tried = [];

    [Fact]
    public void Auto_NoDriver_IsTheProcessorAndSaysWhy() =>
        Assert.Equal("cpu (no NVIDIA driver found)", Choose(new CudaDeviceList(null, [], "No NVIDIA driver found (tried libcuda.so.1). Install it."), "auto").ToString());

    [Fact]
    public void Auto_DriverWithoutDevice_IsTheProcessorAndSaysWhyInOneClause() => Assert.Equal(
        "cpu (an NVIDIA driver is installed but reports no device (CUDA_ERROR_NO_DEVICE))",
        Choose(new CudaDeviceList("12.2", [], "An NVIDIA driver is installed but reports no device (CUDA_ERROR_NO_DEVICE). See with nvidia-smi."), "auto").ToString());

    [Fact]
    public void Auto_TakesTheFirstDeviceThatPassesItsSelfCheck()
    {
        Assert.Equal("cuda:1 (First card; passed its self-check)", Choose(Of(Old, First, Second), "auto").ToString());
        Assert.Equal([1], _tried);
    }

    [Fact]
    public void Auto_ADeviceThatFails_IsPassedOver()
    {
        DeviceChoice choice = Choose(Of(First, Second), "auto", failing: 1);
        Assert.Equal("cuda:2", choice.Device.ToString());
        Assert.Equal([1, 2], _tried);
    }

    [Fact]
    public void Auto_NoDevicePasses_IsTheProcessorWithEveryReason() => Assert.Equal(
        "cpu (cuda:0: its compute capability is 6.1, and the kernels need 7.5 or later; cuda:1: its self-check failed: wrong)",
        Choose(Of(Old, First), "auto", failing: 1).ToString());

    [Fact]
    public void Auto_RunBegunOnTheProcessor_StaysThereWithoutLookingForDevices()
    {
        DeviceChoice choice = Choose(Of(First), "auto", begunOn: new DeviceRequest("cpu"));
        Assert.Equal("cpu (the run was begun on it)", choice.ToString());
        Assert.Empty(_tried);
    }

    [Fact]
    public void Auto_AskedTwice_ChecksOnce()
    {
        DeviceSelection selection = Selection(Of(First), failing: 0);
        Assert.Equal(selection.Choose(DeviceRequest.Auto), selection.Choose(DeviceRequest.Auto));
        Assert.Equal([1], _tried);
    }

    [Theory]
    [InlineData("cuda", "cuda:1 (First card)")]
    [InlineData("cuda:2", "cuda:2 (Second card)")]
    [InlineData("cpu", "cpu")]
    public void Named_IsTakenAtItsWord(string request, string expected)
    {
        Assert.Equal(expected, Choose(Of(Old, First, Second), request, failing: 1).ToString());
        Assert.Empty(_tried);
    }

    [Theory]
    [InlineData("cuda:0", "cuda:0 (Old card) cannot be used: Its compute capability is 6.1")]
    [InlineData("cuda:7", "There is no such device; there are cuda:0, cuda:1.")]
    public void Named_CannotBeUsed_IsRefusedWithTheReason(string request, string reason) => AssertUnavailable(Of(Old, First), request, reason);

    [Fact]
    public void Named_NoDriver_IsRefused() => AssertUnavailable(new CudaDeviceList(null, [], "No NVIDIA driver found (tried libcuda.so.1)."), "cuda", "No NVIDIA driver found (tried libcuda.so.1).");

    [Fact]
    public void Named_OnlyUnusableDevices_NamesTheReasonOfTheFirst() => AssertUnavailable(Of(Old), "cuda", "Its compute capability is 6.1");

    private static CudaDeviceList Of(params CudaDevice[] devices) => new("12.2", devices, null);

    private void AssertUnavailable(CudaDeviceList found, string request, string reason)
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => Choose(found, request));
        Assert.Equal(ExitCodes.Unavailable, error.ExitCode);
        Assert.StartsWith($"--device {request}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private DeviceChoice Choose(CudaDeviceList found, string request, int failing = 0, DeviceRequest? begunOn = null) =>
        Selection(found, failing).Choose(DeviceRequest.Parse(request)!, begunOn);

    private DeviceSelection Selection(CudaDeviceList found, int failing) => new(new FakeServices { Cuda = found }.Engines, device =>
    {
        _tried.Add(device.Ordinal);
        return device.Ordinal == failing ? "its self-check failed: wrong" : null;
    });
}
