using StructuralError.Cuda.Driver;
using StructuralError.Tests.Cuda.Stub;
using Xunit;

namespace StructuralError.Tests.Cuda.Driver;

/// <summary>Each way in which a driver or device can fail gives one message that a user can act on, and nothing throws while it is cleared away.</summary>
[Collection(CudaTests.Name)]
public sealed class DriverFailureTests : StubTest
{
    private const int IllegalAddress = 700, LaunchFailed = 719, Unknown = 999;

    [Fact]
    public void Open_ContextRefused_NamesTheDevice()
    {
        StubDriver.Fail("cuDevicePrimaryCtxRetain", 1, DriverResult.OutOfMemory);
        CudaException failure = Assert.Throws<CudaException>(() => new DeviceContext(0));
        Assert.Equal(DriverResult.OutOfMemory, failure.Result);
        Assert.StartsWith("The CUDA driver could not open the device cuda:0: out of memory (CUDA_ERROR_OUT_OF_MEMORY, 2).", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Module_RefusedPtx_HasTheDriversLogAndTheTarget()
    {
        StubDriver.SetDevice(major: 8, minor: 6);
        StubDriver.Fail("cuModuleLoadDataEx", 1, 218);
        using DeviceContext context = new DeviceContext(0);
        CudaException failure = Assert.Throws<CudaException>(() => new KernelModule(context, KernelImage.Text));
        Assert.Equal(218, failure.Result);
        Assert.Contains("compile the kernels for sm_86", failure.Message, StringComparison.Ordinal);
        Assert.Contains("line 7; error : refused by order of the test", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--device cpu", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Module_NoJitCompiler_SaysWhatIsMissing()
    {
        StubDriver.Fail("cuModuleLoadDataEx", 1, 221);
        using DeviceContext context = new DeviceContext(0);
        CudaException failure = Assert.Throws<CudaException>(() => new KernelModule(context, KernelImage.Text));
        Assert.Contains("PTX JIT compiler library not found (CUDA_ERROR_JIT_COMPILER_NOT_FOUND, 221). libnvidia-ptxjitcompiler.so.1,", failure.Message, StringComparison.Ordinal);
        Assert.Contains("LD_LIBRARY_PATH", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Module_PtxNewerThanTheDriver_IsRefusedWithBothVersions()
    {
        using DeviceContext context = new DeviceContext(0);
        string newer = KernelImage.Text.Replace(".version 6.3", ".version 8.8", StringComparison.Ordinal);
        CudaException failure = Assert.Throws<CudaException>(() => new KernelModule(context, newer));
        Assert.Contains("Unsupported .version 8.8; current version is '8.0'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Module_NoSuchKernel_NamesIt()
    {
        using DeviceContext context = new DeviceContext(0);
        using var module = new KernelModule(context, KernelImage.Text);
        CudaException failure = Assert.Throws<CudaException>(() => module.Kernel("no_such_kernel"));
        Assert.Contains("find the kernel no_such_kernel: named symbol not found (CUDA_ERROR_NOT_FOUND, 500)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Buffer_MoreThanTheDeviceHas_SaysHowMuchAndLeavesItUsable()
    {
        StubDriver.SetDevice(memory: 1 << 20);
        using DeviceContext context = new DeviceContext(0);
        using (var half = new DeviceBuffer(context, 600_000))
        {
            Assert.Equal(((1 << 20) - 600_000, 1 << 20), context.Memory());
            CudaException failure = Assert.Throws<CudaException>(() => new DeviceBuffer(context, 500_000));
            Assert.Equal(DriverResult.OutOfMemory, failure.Result);
            Assert.Contains("give 500000 bytes of device memory: out of memory", failure.Message, StringComparison.Ordinal);
            Assert.Contains("smaller batch", failure.Message, StringComparison.Ordinal);
        }

        using var whole = new DeviceBuffer(context, 1 << 20);
        Assert.Equal(0, context.Memory().Free);
    }

    /// <summary>A kernel fails on the device some time after its launch. Whoever waits hears of it; so does everybody after that.</summary>
    [Theory]
    [InlineData(IllegalAddress, "CUDA_ERROR_ILLEGAL_ADDRESS, 700")]
    [InlineData(LaunchFailed, "CUDA_ERROR_LAUNCH_FAILED, 719")]
    [InlineData(702, "CUDA_ERROR_LAUNCH_TIMEOUT, 702")]
    public void Launch_KernelThatFails_ShowsAtTheWaitAndStays(int result, string name)
    {
        StubDriver.Fail("fill_f64", 2, result);
        using DeviceContext context = new DeviceContext(0);
        using var stream = new DeviceStream(context);
        using var module = new KernelModule(context, KernelImage.Text);
        using var buffer = new DeviceBuffer(context, 80);
        stream.Launch(module.Kernel("fill_f64"), LaunchShape.Cover(10, 32), buffer, 1.0, 10);
        stream.Synchronize();
        stream.Launch(module.Kernel("fill_f64"), LaunchShape.Cover(10, 32), buffer, 1.0, 10);
        CudaException failure = Assert.Throws<CudaException>(stream.Synchronize);
        Assert.Equal(result, failure.Result);
        Assert.Contains(name, failure.Message, StringComparison.Ordinal);
        Assert.Contains("continued from its last checkpoint", failure.Message, StringComparison.Ordinal);
        Assert.Equal(result, Assert.Throws<CudaException>(() => new DeviceBuffer(context, 8)).Result);
        Assert.Equal(result, Assert.Throws<CudaException>(() => stream.Clear(buffer.Address, 8)).Result);
    }

    /// <summary>The device is gone in the middle of a run: its graphs, marks and memory cannot even be freed any more.</summary>
    [Theory]
    [InlineData(LaunchFailed)]
    [InlineData(Unknown)]
    public void GraphLaunch_DeviceLost_IsReportedAndCleaningUpIsSilent(int result)
    {
        StubDriver.Fail("cuGraphLaunch", 3, result);
        var context = new DeviceContext(0);
        var stream = new DeviceStream(context);
        var module = new KernelModule(context, KernelImage.Text);
        var buffer = new DeviceBuffer(context, 80);
        var pinned = new PinnedBuffer(context, 80);
        var mark = new CudaEvent(context);
        LaunchGraph graph = stream.Capture(() => stream.Launch(module.Kernel("fill_f64"), LaunchShape.Cover(10, 32), buffer, 1.0, 10));
        stream.Launch(graph);
        stream.Launch(graph);
        CudaException failure = Assert.Throws<CudaException>(() => stream.Launch(graph));
        Assert.Equal(result, failure.Result);
        Assert.Contains("start the steps", failure.Message, StringComparison.Ordinal);
        Assert.Contains("continued from its last checkpoint", failure.Message, StringComparison.Ordinal);
        Assert.Equal(result, Assert.Throws<CudaException>(stream.Synchronize).Result);
        foreach (IDisposable owned in (IDisposable[])[graph, mark, pinned, buffer, module, stream, context])
        {
            owned.Dispose();
            owned.Dispose();
        }
    }

    [Fact]
    public void Launch_OtherArgumentsThanTheKernelTakes_IsRefusedBeforeTheDriverSeesIt()
    {
        using DeviceContext context = new DeviceContext(0);
        using var stream = new DeviceStream(context);
        using var module = new KernelModule(context, KernelImage.Text);
        using var buffer = new DeviceBuffer(context, 80);
        Kernel fill = module.Kernel("fill_f64");
        LaunchShape shape = LaunchShape.Cover(10, 32);
        Assert.Contains("takes 3 arguments, not 2", Assert.Throws<ArgumentException>(() => stream.Launch(fill, shape, buffer, 1.0)).Message, StringComparison.Ordinal);
        Assert.Contains("Argument 1 of the kernel fill_f64 has 8 bytes, not 4", Assert.Throws<ArgumentException>(() => stream.Launch(fill, shape, buffer, 1f, 10)).Message, StringComparison.Ordinal);
        Assert.Contains("takes 3 arguments, not 1", Assert.Throws<ArgumentException>(() => stream.Launch(fill, shape, new byte[24])).Message, StringComparison.Ordinal);
        Assert.Equal(0, StubDriver.Calls("cuLaunchKernel"));
    }

    [Fact]
    public void Launch_BlockTooLarge_NamesTheKernel()
    {
        using DeviceContext context = new DeviceContext(0);
        using var stream = new DeviceStream(context);
        using var module = new KernelModule(context, KernelImage.Text);
        using var buffer = new DeviceBuffer(context, 80);
        CudaException failure = Assert.Throws<CudaException>(() => stream.Launch(module.Kernel("fill_f64"), new LaunchShape(1, 1, 1, 2048), buffer, 1.0, 10));
        Assert.Contains("launch the kernel fill_f64: invalid argument (CUDA_ERROR_INVALID_VALUE, 1)", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>A number that this driver has no name for, as a newer one may give, is shown as a number.</summary>
    [Fact]
    public void Exception_UnknownResult_ShowsItsNumber()
    {
        CudaException failure = DriverResult.Exception(1234, "compute");
        Assert.Equal(1234, failure.Result);
        Assert.Contains("1234", failure.Message, StringComparison.Ordinal);
    }
}
