using StructuralError.Cuda.Driver;
using Xunit;

namespace StructuralError.Tests.Cuda.Driver;

/// <summary>The stub finds what a kernel writes beside its memory: other tests rely on it.</summary>
[Collection(CudaTests.Name)]
public sealed class GuardTests : StubTest
{
    protected override string ExpectedReport => "something was written beside an allocation of 80 bytes\n";

    [Fact]
    public void Synchronize_KernelWroteBesideItsMemory_Fails()
    {
        using DeviceContext context = new DeviceContext(0);
        using var stream = new DeviceStream(context);
        using var module = new KernelModule(context, KernelImage.Text);
        using var buffer = new DeviceBuffer(context, 80);
        stream.Launch(module.Kernel("fill_f64"), LaunchShape.Cover(11, 32), buffer, 1.0, 11);
        Assert.Equal(700, Assert.Throws<CudaException>(stream.Synchronize).Result);
    }
}
