using System.Diagnostics;
using StructuralError.Cli.Common;
using StructuralError.Tests.Cli;
using StructuralError.Tests.Cuda.Stub;
using StructuralError.Tests.Processes;
using Xunit;

namespace StructuralError.Tests.Cuda.Cli;

/// <summary>A driver library that the environment names, each time in a process of its own: it is taken, but never without a word.</summary>
[Trait("Speed", "Slow")]
public sealed class NamedDriverTests : IDisposable
{
    private const string Variable = "STRUCTURALERROR_CUDA_DRIVER";

    private readonly SmallDataSession _session = new();

    [Fact]
    public async Task Devices_SaysWhichDriverItIs()
    {
        (int exitCode, string output, _) = await Run(StubBuild.Library, "devices");
        Assert.Equal(ExitCodes.Success, exitCode);
        Assert.Contains($"CUDA 12.2 by the driver {StubBuild.Library}, which {Variable} names", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auto", "passed its self-check; ")]
    [InlineData("cuda", "")]
    public async Task Train_TheStub_IsNotTakenSilently(string device, string reason)
    {
        (int exitCode, _, string error) = await Train(StubBuild.Library, device);
        Assert.Equal(ExitCodes.Success, exitCode);
        Assert.StartsWith($"device         cuda:0 (CPU emulation (stub driver); {reason}by the driver {StubBuild.Library}, which {Variable} names)", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_AStubOfOtherKernels_IsRefusedAndSaysWhy()
    {
        // Not in the session's directory, whose name has blanks: build.sh takes none.
        string kernels = Path.Combine(AppContext.BaseDirectory, "Cuda", $"Other-{Environment.ProcessId}"), outdated = _session.File("libcuda.so.1");
        Directory.CreateDirectory(kernels);
        foreach (string file in Directory.GetFiles(StubBuild.KernelDirectory))
        {
            File.Copy(file, Path.Combine(kernels, Path.GetFileName(file)));
        }

        await File.AppendAllTextAsync(Path.Combine(kernels, "kernels.ptx"), "// Of another version.\n");
        StubBuild.Build(kernels, outdated);
        Directory.Delete(kernels, recursive: true);
        (int exitCode, _, string error) = await Train(outdated, "cuda");
        Assert.Equal(ExitCodes.Unavailable, exitCode);
        Assert.Contains("stub driver: it was built from other kernels than these; build it again", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);

        (exitCode, _, error) = await Train(outdated, "auto");
        Assert.Equal(ExitCodes.Success, exitCode);
        Assert.StartsWith("device         cpu (cuda:0: its self-check failed: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_ALibraryWithoutTheDriversFunctions_IsRefusedAndSaysWhy()
    {
        string library = _session.File("libcuda.so.1"), source = _session.Write("other.cpp", "extern \"C\" int cuDriverGetVersion(int* version) { *version = 12000; return 0; }\n");
        (int built, _, _) = await ChildProcess.RunAsync(new ProcessStartInfo("g++", ["-shared", "-fPIC", "-o", library, source]));
        Assert.Equal(0, built);
        (int exitCode, _, string error) = await Train(library, "cuda");
        Assert.Equal(ExitCodes.Unavailable, exitCode);
        Assert.Contains("driver is too old", error, StringComparison.Ordinal);
        Assert.Contains(library, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    public void Dispose() => _session.Dispose();

    private Task<(int ExitCode, string Out, string Error)> Train(string driver, string device) => Run(
        driver, "train", "--dataset", _session.DataPath, "--batch-size", "16", "--model", "a", "--set", "width=8", "--steps", "2", "--device", device, "--force", "--out", _session.File("run"));

    private static Task<(int ExitCode, string Out, string Error)> Run(string driver, params string[] arguments)
    {
        ProcessStartInfo start = ChildProcess.Program(arguments);
        start.Environment[Variable] = driver;
        return ChildProcess.RunAsync(start);
    }
}
