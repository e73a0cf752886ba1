using StructuralError.Core.Engines;
using StructuralError.Experiments.Specs;
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
    public void Parse_WhatIsWritten_ReadsBack(string text) => Assert.Equal(text, DeviceRequest.Parse(text)!.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda: 1")]
    [InlineData("cuda:99999999999")]
    [InlineData("cpu:0")]
    public void Read_AnythingElse_IsRefused(string text) => Assert.False(new DeviceName().TryRead(SpecValue.FromText(text), out _));

    [Fact]
    public void Identity_DoesNotDependOnTheDevice() => Assert.Equal(
        RunIdentity.Of(SpecFields.Defaults, Tiny.Network(), "mnist").SpecHash,
        RunIdentity.Of(SpecFields.Defaults with { Device = new DeviceRequest("cuda", 1) }, Tiny.Network(), "mnist").SpecHash);
}
