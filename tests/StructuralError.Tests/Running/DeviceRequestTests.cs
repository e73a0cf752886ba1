using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Cuda.Driver;
using StructuralError.Experiments.Devices;
using StructuralError.Experiments.Engines;
using StructuralError.Experiments.Specs;
using StructuralError.Tests.Cli;
using Xunit;

namespace StructuralError.Tests.Running;

public sealed class DeviceRequestTests
{
    [Theory]
    [InlineData("auto")]
    [InlineData("cpu")]
    [InlineData("cuda")]
    [InlineData("cuda:0")]
    [InlineData("cuda:12")]
    [InlineData("torch")]
    [InlineData("torch:cpu")]
    [InlineData("torch:cuda")]
    [InlineData("torch:cuda:1")]
    public void Parse_WhatIsWritten_ReadsBack(string text) => Assert.Equal(text, DeviceRequest.Parse(text)!.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda: 1")]
    [InlineData("cuda:99999999999")]
    [InlineData("cpu:0")]
    [InlineData("cuda:x")]
    [InlineData("cuda:1:2")]
    [InlineData("torch:cuda:1:2")]
    [InlineData("auto:cpu")]
    public void Read_AnythingElse_IsRefused(string text) => Assert.False(new DeviceName().TryRead(SpecValue.FromText(text), out _));

    [Theory]
    [InlineData("torch")]
    [InlineData("torch:cpu")]
    [InlineData("torch:cuda:1")]
    public void Choose_WhatThisBuildIsWithout_SaysHowToGetIt(string text)
    {
        Assert.True(new DeviceName().TryRead(SpecValue.FromText(text), out DeviceRequest request));
        var engines = new EngineProviders(EngineProviders.Default.Processor, new AbsentEngineProvider("torch", "Built without it."));
        UserErrorException exception = Assert.Throws<UserErrorException>(() => new DeviceSelection(engines).Choose(request));
        Assert.Equal(FailureKind.Unavailable, exception.Kind);
        Assert.Contains($"--device {text}: Built without it.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_Auto_NeverTakesWhatIsNotAutomatic()
    {
        var services = new FakeServices { Cuda = new CudaDeviceList("12.2", [new CudaDevice(0, "Test card", 9, 0, 132, 80L << 30, null)], null) };
        Assert.Equal("cuda:0", Auto());
        services.IsAutomatic = false;
        Assert.Equal("cpu", Auto());
        Assert.Equal("cuda:0", new DeviceSelection(services.Engines, _ => null).Choose(new DeviceRequest("cuda")).Device.ToString());

        string Auto() => new DeviceSelection(services.Engines, _ => null).Choose(DeviceRequest.Auto).Device.ToString();
    }

    [Fact]
    public void Identity_DoesNotDependOnTheDevice() => Assert.Equal(
        RunIdentity.Of(SpecFields.Defaults, Tiny.Network(), "mnist").SpecHash,
        RunIdentity.Of(SpecFields.Defaults with { Device = new DeviceRequest("cuda", 1) }, Tiny.Network(), "mnist").SpecHash);
}
