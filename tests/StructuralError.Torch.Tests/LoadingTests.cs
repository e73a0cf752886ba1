using System.Diagnostics;
using StructuralError.Core.Engines;
using StructuralError.Experiments.Devices;
using StructuralError.Experiments.Engines;
using StructuralError.Tests;
using StructuralError.Tests.Processes;
using StructuralError.Torch.Loading;
using Xunit;

namespace StructuralError.Torch.Tests;

/// <summary>Where libtorch cannot be loaded, one line says why and what to do.</summary>
public sealed class LoadingTests
{
    [Fact]
    public void Find_AFolderWithoutLibTorch_NamesVariableFolderAndFile()
    {
        using var directory = new TemporaryDirectory();
        TorchException exception = Assert.Throws<TorchException>(() => NativeFolders.Find(directory.Path));
        AssertSays(exception.Message, NativeFolders.Variable, directory.Path, NativeFolders.FileName("torch_cpu"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("lib")]
    [InlineData("torch/lib")]
    public void Find_AnExistingPyTorch_IsTakenWithItsFolderLib(string inside)
    {
        using var directory = new TemporaryDirectory();
        string folder = Directory.CreateDirectory(Path.Combine(directory.Path, inside)).FullName;
        File.WriteAllText(Path.Combine(folder, NativeFolders.FileName("torch_cpu")), string.Empty);
        Assert.Equal(Path.TrimEndingDirectorySeparator(folder), Path.TrimEndingDirectorySeparator(NativeFolders.Find(directory.Path).LibTorch));
    }

    [Fact]
    public void Find_NothingNamed_TakesThePackages() => Assert.All(
        (string[])[NativeFolders.Find(null).LibTorch, NativeFolders.Find(null).TorchSharp], folder => Assert.True(Directory.Exists(folder)));

    [Theory]
    [InlineData("/lib/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by x)", "libstdc++", "Debian 13")]
    [InlineData("x: undefined symbol: _ZN2at4_ops", "2.10.0", NativeFolders.Variable)]
    [InlineData("file too short", "file too short", "--device")]
    public void Explain_WhatTheLoaderSays_BecomesOneLine(string reason, params string[] words) => AssertSays(LibTorch.Explain("/x/libx.so", reason), words);

    [Theory]
    [InlineData("train", "--device", "torch", "--dataset", "digits")]
    [InlineData("train", "--referee", "5", "--dataset", "digits", "--device", "cpu")]
    [InlineData("selfcheck", "--against", "torch", "--device", "cpu")]
    public async Task Program_NamedFolderIsEmpty_EndsWith69AndOneLine(params string[] arguments)
    {
        using var directory = new TemporaryDirectory();
        (int exitCode, string output, string error) = await Run(directory, arguments, (NativeFolders.Variable, directory.Path));
        Assert.Equal(69, exitCode);
        Assert.DoesNotContain("TorchSharp: LoadNativeBackend", output, StringComparison.Ordinal);
        AssertSays(Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => line.StartsWith("error:", StringComparison.Ordinal)), NativeFolders.Variable);
        Assert.False(Directory.Exists(directory.File("results")));
    }

    [Fact]
    public void Choose_Auto_TakesNoLibTorchThatCouldBeUsed()
    {
        Assert.All(TorchEngineProvider.All, provider => Assert.False(provider.IsAutomatic));
        var engines = new EngineProviders(EngineProviders.Default.Processor, TorchEngineProvider.All);
        var selection = new DeviceSelection(engines, _ => null);
        Assert.Equal("cpu", selection.Choose(DeviceRequest.Auto).Device.ToString());
        Assert.Equal("torch:cpu", selection.Choose(new DeviceRequest("torch:cpu")).Device.ToString());
    }

    [Fact]
    public async Task Devices_WithLibTorch_ListsItWithItsVersions()
    {
        using var directory = new TemporaryDirectory();
        (int exitCode, string output, _) = await Run(directory, ["devices"]);
        Assert.Equal(0, exitCode);
        Assert.Contains("torch:cpu", output, StringComparison.Ordinal);
        Assert.Contains("libtorch 2.10.0 by TorchSharp 0.107.0", output, StringComparison.Ordinal);
    }

    /// <summary>On a system whose C++ library is old: as it is, without what these tests put in front of it.</summary>
    [Fact]
    public async Task Devices_OldSystemAsItIs_SaysWhyThereIsNone()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("LD_LIBRARY_PATH") is null or "", "libtorch loads here as it is");
        using var directory = new TemporaryDirectory();
        (int exitCode, string output, _) = await Run(directory, ["devices"], ("LD_LIBRARY_PATH", string.Empty));
        Assert.Equal(0, exitCode);
        AssertSays(Assert.Single(output.Split('\n'), line => line.StartsWith("no torch:", StringComparison.Ordinal)), "libstdc++ of GCC 13.2");
        (exitCode, _, string error) = await Run(directory, ["train", "--device", "torch", "--dataset", "digits"], ("LD_LIBRARY_PATH", string.Empty));
        Assert.Equal(69, exitCode);
        AssertSays(error.TrimEnd('\n'), "libstdc++ of GCC 13.2");
    }

    private static async Task<(int ExitCode, string Out, string Error)> Run(TemporaryDirectory directory, string[] arguments, params (string, string)[] variables)
    {
        ProcessStartInfo start = ChildProcess.Program(arguments);
        start.WorkingDirectory = directory.Path;
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        return await ChildProcess.RunAsync(start);
    }

    private static void AssertSays(string line, params string[] words)
    {
        Assert.DoesNotContain('\n', line);
        Assert.All(words, word => Assert.Contains(word, line, StringComparison.Ordinal));
    }
}
