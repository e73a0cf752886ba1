using StructuralError.Cuda.Driver;
using StructuralError.Tests.Cuda.Driver;
using Xunit;

namespace StructuralError.Tests.Cuda.Stub;

/// <summary>What STRUCTURALERROR_STUB says, which tests of whole commands give to the processes that they start.</summary>
[Collection(CudaTests.Name)]
public sealed class StubSettingsTests : StubTest
{
    protected override string ExpectedReport => "'nonsense' is not name=value\n";

    [Fact]
    public void Configure_EverySetting_TakesEffect()
    {
        StubDriver.Configure("nonsense;memory=64M;driver=11020;devices=2;cc=8.9;cuMemAlloc_v2:2=2;fill_f64=700;");
        CudaDeviceList found = CudaDevices.Find();
        Assert.Equal("11.2", found.Driver);
        Assert.Equal(2, found.Devices.Count);
        Assert.All(found.Devices, device => Assert.Equal((8, 9, 64L << 20), (device.Major, device.Minor, device.MemoryBytes)));

        using DeviceContext context = new DeviceContext(1);
        using var stream = new DeviceStream(context);
        using var module = new KernelModule(context, KernelImage.Text);
        using var buffer = new DeviceBuffer(context, 8);
        Assert.Equal(DriverResult.OutOfMemory, Assert.Throws<CudaException>(() => new DeviceBuffer(context, 8)).Result);
        stream.Launch(module.Kernel("fill_f64"), LaunchShape.Cover(1, 32), buffer, 1.0, 1);
        Assert.Equal(700, Assert.Throws<CudaException>(stream.Synchronize).Result);
    }
}
