using StructuralError.Core.Engines;
using StructuralError.Cuda;
using StructuralError.Cuda.Driver;
using StructuralError.Tests.Cuda.Engine;
using StructuralError.Tests.Cuda.Stub;
using Xunit;

namespace StructuralError.Tests.Cuda.Driver;

/// <summary>Engines share a device's context and kernels, one after the other and side by side; after a fault the next one begins with new ones.</summary>
[Collection(CudaTests.Name)]
public sealed class SharedDevicesTests : CudaEngineTest
{
    private const int LaunchFailed = 719, Unknown = 999;

    private readonly AnnouncedTraining _training = new();

    [Fact]
    public void Create_OneEngineAfterTheOther_OpensAndCompilesOnce()
    {
        List<double> first = Train(), second = Train();
        Assert.Equal(first, second);
        Assert.Equal((1, 1, 0), Openings());
    }

    [Fact]
    public async Task Create_EnginesSideBySide_OpenAndCompileOnce()
    {
        IEngine[] engines = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(NewEngine)));
        Assert.Equal((1, 1, 0), Openings());
        foreach (IEngine engine in engines)
        {
            engine.Dispose();
        }
    }

    /// <summary>Nobody has to reset the device by hand: what the fault left behind goes with its context.</summary>
    [Theory]
    [InlineData(LaunchFailed)]
    [InlineData(Unknown)]
    public void Create_AfterAFault_BeginsAnew(int result)
    {
        List<double> expected = Train();
        StubDriver.Fail("cuGraphLaunch", 2, result);
        Assert.Equal(result, Assert.Throws<CudaException>(Train).Result);
        Assert.Equal((1, 1, 1), Openings());
        Assert.Equal(expected, Train());
        Assert.Equal((2, 2, 1), Openings());
    }

    [Fact]
    public void Create_AfterAFaultThatAnotherEngineSaw_BeginsAnewWhenBothAreGone()
    {
        IEngine other = NewEngine();
        StubDriver.Fail("cuGraphLaunch", 1, LaunchFailed);
        Assert.Equal(LaunchFailed, Assert.Throws<CudaException>(Train).Result);
        Assert.Equal((1, 1, 0), Openings());
        Assert.Equal(LaunchFailed, Assert.Throws<CudaException>(NewEngine).Result);
        other.Dispose();
        Assert.Equal((1, 1, 1), Openings());
        NewEngine().Dispose();
        Assert.Equal((2, 2, 1), Openings());
    }

    [Fact]
    public void Create_DeviceLostWhileNobodyUsedIt_BeginsAnew()
    {
        NewEngine().Dispose();
        StubDriver.Fail("cuCtxSynchronize", 1, Unknown);
        NewEngine().Dispose();
        Assert.Equal((2, 2, 1), Openings());
    }

    /// <summary>A call that is refused leaves the context as it was.</summary>
    [Fact]
    public void Create_AfterARefusal_KeepsContextAndKernels()
    {
        StubDriver.Fail("cuMemAlloc_v2", 2, DriverResult.OutOfMemory);
        Assert.Equal(DriverResult.OutOfMemory, Assert.Throws<CudaException>(NewEngine).Result);
        NewEngine().Dispose();
        Assert.Equal((1, 1, 0), Openings());
    }

    [Fact]
    public void Create_KernelsRefused_ReleasesTheContext()
    {
        StubDriver.Fail("cuModuleLoadDataEx", 1, 218);
        Assert.Equal(218, Assert.Throws<CudaException>(NewEngine).Result);
        Assert.Equal((1, 1, 1), Openings());
        NewEngine().Dispose();
        Assert.Equal((2, 2, 1), Openings());
    }

    [Fact]
    public void Create_TwoDevices_HaveAContextEach()
    {
        StubDriver.SetDevice(count: 2);
        using IEngine first = NewEngine();
        using IEngine second = new CudaEngineProvider().Create(_training.Network, new EngineOptions(Precision.F32, AnnouncedTraining.BatchSize, 1, 0), 1);
        Assert.Equal((2, 2, 0), Openings());
    }

    [Fact]
    public void Release_UnusedDevice_IsClosedAtOnceAndOneInUseWithItsEngine()
    {
        NewEngine().Dispose();
        SharedDevices.Forget();
        Assert.Equal((1, 1, 1), Openings());
        IEngine engine = NewEngine();
        SharedDevices.Forget();
        Assert.Equal((2, 2, 1), Openings());
        engine.Load(Drawn(_training.Network));
        engine.Dispose();
        engine.Dispose();
        Assert.Equal((2, 2, 2), Openings());
    }

    private IEngine NewEngine() => Create(_training.Network, AnnouncedTraining.BatchSize);

    private List<double> Train()
    {
        using IEngine engine = NewEngine();
        return _training.Run(engine, announced: true);
    }

    /// <summary>Contexts opened, modules loaded, contexts released.</summary>
    private static (long Contexts, long Modules, long Releases) Openings() => (
        StubDriver.Calls("cuDevicePrimaryCtxRetain"), StubDriver.Calls("cuModuleLoadDataEx"), StubDriver.Calls("cuDevicePrimaryCtxRelease_v2"));
}
