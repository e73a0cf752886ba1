using System.Runtime.InteropServices;
using StructuralError.Cuda.Driver;
using StructuralError.Tests.Cuda.Stub;
using Xunit;

namespace StructuralError.Tests.Cuda.Devices;

[Collection(CudaTests.Name)]
public sealed class CudaDevicesTests : StubTest
{
    [Fact]
    public void Find_OneDevice_DescribesIt()
    {
        StubDriver.SetDevice(count: 1, major: 7, minor: 5, memory: 11L << 30, driverVersion: 11040);
        CudaDeviceList found = CudaDevices.Find();
        Assert.Null(found.Problem);
        Assert.Equal("11.4", found.Driver);
        CudaDevice device = Assert.Single(found.Devices);
        Assert.Equal((0, 7, 5, 11L << 30), (device.Ordinal, device.Major, device.Minor, device.MemoryBytes));
        Assert.Null(device.Problem);
        Assert.True(device.Multiprocessors > 0);
    }

    /// <summary>The tests' driver must never pass for a GPU.</summary>
    [Fact]
    public void Find_StubDriver_SaysThatItIsNoGpu()
    {
        CudaDevice device = Assert.Single(CudaDevices.Find().Devices);
        Assert.Equal("CPU emulation (stub driver)", device.Name);
    }

    [Fact]
    public void Find_SeveralDevices_NumbersThem()
    {
        StubDriver.SetDevice(count: 3);
        Assert.Equal([0, 1, 2], CudaDevices.Find().Devices.Select(device => device.Ordinal));
    }

    [Fact]
    public void Find_NoDevice_SaysSo()
    {
        StubDriver.SetDevice(count: 0);
        CudaDeviceList found = CudaDevices.Find();
        Assert.Empty(found.Devices);
        Assert.Equal("12.2", found.Driver);
        Assert.Contains("reports no device (CUDA_ERROR_NO_DEVICE)", found.Problem, StringComparison.Ordinal);
        Assert.Contains("--device cpu", found.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9020, "9.2")]
    [InlineData(8000, "8.0")]
    public void Find_OldDriver_NamesBothVersions(int version, string text)
    {
        StubDriver.SetDevice(driverVersion: version);
        CudaDeviceList found = CudaDevices.Find();
        Assert.Empty(found.Devices);
        Assert.Equal(text, found.Driver);
        Assert.Contains($"supports CUDA {text}, and the kernels need 10.0 or later", found.Problem, StringComparison.Ordinal);
        Assert.Equal(found.Problem, Assert.Throws<CudaException>(() => new DeviceContext(0)).Message);
    }

    [Fact]
    public void Find_OldestDriverThatDoes_HasNoProblem()
    {
        StubDriver.SetDevice(driverVersion: 10000);
        Assert.Null(CudaDevices.Find().Problem);
    }

    [Theory]
    [InlineData(6, 1, false)]
    [InlineData(7, 0, false)]
    [InlineData(7, 2, false)]
    [InlineData(7, 5, true)]
    [InlineData(8, 0, true)]
    [InlineData(12, 0, true)]
    public void Find_ComputeCapability_IsUsableFrom75On(int major, int minor, bool usable)
    {
        StubDriver.SetDevice(major: major, minor: minor);
        CudaDeviceList found = CudaDevices.Find();
        CudaDevice device = Assert.Single(found.Devices);
        Assert.Null(found.Problem);
        if (usable)
        {
            Assert.Null(device.Problem);
            return;
        }

        Assert.Contains($"compute capability is {major}.{minor}, and the kernels need 7.5", device.Problem, StringComparison.Ordinal);
        CudaException refused = Assert.Throws<CudaException>(() => new DeviceContext(0));
        Assert.Contains("cuda:0", refused.Message, StringComparison.Ordinal);
        Assert.Contains(device.Problem!, refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Without a driver the library's places are named, and the way to name another.</summary>
    [Fact]
    public void Find_NoLibrary_NamesThePlacesTried()
    {
        string problem = DriverLibrary.Missing(["libcuda.so.1", "/usr/lib/wsl/lib/libcuda.so.1"]);
        Assert.StartsWith("No NVIDIA driver found (tried libcuda.so.1, /usr/lib/wsl/lib/libcuda.so.1).", problem, StringComparison.Ordinal);
        Assert.Contains("STRUCTURALERROR_CUDA_DRIVER", problem, StringComparison.Ordinal);
        Assert.Contains("--device cpu", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoLibraryInAnyPlace_FindsNone()
    {
        string empty = Path.Combine(AppContext.BaseDirectory, "no such directory", "libcuda.so.1");
        string noLibrary = typeof(CudaDevicesTests).Assembly.Location;
        Assert.Equal(0, DriverLibrary.Open([empty, noLibrary], out string? path));
        Assert.Null(path);
        Assert.NotEqual(0, DriverLibrary.Open([empty, StubBuild.Library], out path));
        Assert.Equal(StubBuild.Library, path);
    }

    /// <summary>The driver asks for its JIT compiler by name; in a folder that the loader does not know only one that is loaded already is found.</summary>
    [Fact]
    public void Open_LibraryInAFolderUnknownToTheLoader_LoadsTheJitCompilerBesideIt()
    {
        using var folder = new TemporaryDirectory();
        string driver = Path.Combine(folder.Path, "libdriver.so.1"), compiler = Path.Combine(folder.Path, DriverLibrary.JitCompiler);
        StubBuild.EmptyLibrary(driver);
        StubBuild.EmptyLibrary(compiler);
        Assert.NotEqual(0, DriverLibrary.Open([driver], out _));
        Assert.Contains(compiler, File.ReadAllText("/proc/self/maps"), StringComparison.Ordinal);
        Assert.True(NativeLibrary.TryLoad(DriverLibrary.JitCompiler, out _));
    }

    [Fact]
    public void Find_DriverThatFailsToStart_GivesTheDriversWords()
    {
        StubDriver.Fail("cuInit", 1, 999);
        CudaDeviceList found = CudaDevices.Find();
        Assert.Contains("could not start: unknown error (CUDA_ERROR_UNKNOWN, 999)", found.Problem, StringComparison.Ordinal);
    }

    /// <summary>Boards of several H100 or H200 start nothing before their fabric manager runs.</summary>
    [Fact]
    public void Find_BoardWithoutFabricManager_SaysWhatToStart()
    {
        StubDriver.Fail("cuInit", 1, 802);
        CudaDeviceList found = CudaDevices.Find();
        Assert.Contains("could not start: system not yet initialized (CUDA_ERROR_SYSTEM_NOT_READY, 802)", found.Problem, StringComparison.Ordinal);
        Assert.Contains("start nvidia-fabricmanager", found.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_OneDeviceThatFails_KeepsTheOthers()
    {
        StubDriver.SetDevice(count: 2);
        StubDriver.Fail("cuDeviceTotalMem_v2", 1, 101);
        CudaDeviceList found = CudaDevices.Find();
        Assert.Equal(2, found.Devices.Count);
        Assert.Contains("CUDA_ERROR_INVALID_DEVICE, 101", found.Devices[0].Problem, StringComparison.Ordinal);
        Assert.Null(found.Devices[1].Problem);
    }

    [Fact]
    public void Open_NumberThatIsNotThere_NamesThoseThatAre()
    {
        StubDriver.SetDevice(count: 2);
        string message = Assert.Throws<CudaException>(() => new DeviceContext(5)).Message;
        Assert.Equal("There is no device cuda:5; the driver reports cuda:0, cuda:1.", message);
    }
}
