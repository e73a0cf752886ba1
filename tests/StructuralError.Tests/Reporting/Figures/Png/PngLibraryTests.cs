using System.Diagnostics;
using StructuralError.Cli;
using StructuralError.Cli.Common;
using StructuralError.Tests.Cli;
using StructuralError.Tests.Processes;
using Xunit;

namespace StructuralError.Tests.Reporting.Figures.Png;

/// <summary>The program without ScottPlot's files: what does not need them cannot have loaded them.</summary>
[Trait("Speed", "Slow")]
public sealed class PngLibraryTests : IDisposable
{
    private static readonly string[] Train = ["train", "--steps", "1", "--model", "a", "--width", "4", "--k", "0", "--dataset", "data", "--device", "cpu"];

    private readonly TemporaryDirectory _directory = new();

    public PngLibraryTests() => TinyImages.Write(_directory.File("data"));

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("ScottPlot.dll", "SkiaSharp.dll", "SkiaSharp.HarfBuzz.dll", "HarfBuzzSharp.dll", "libSkiaSharp")]
    [InlineData("libSkiaSharp")]
    public async Task Program_WithoutTheFiles_DoesAllButPng(params string[] missing)
    {
        string program = Copy(missing);
        (int exitCode, _, string error) = await Run(program, [.. Train, "--out", "run", "--quiet", "--figures", "svg,pdf"]);
        Assert.Equal((ExitCodes.Success, ""), (exitCode, error));
        Assert.Equal(ExitCodes.Success, (await Run(program, ["report", "run", "--out", "report.html"])).ExitCode);

        foreach (string[] command in (string[][])[["plot", "run", "--format", "png"], [.. Train, "--out", "other", "--figures", "png"]])
        {
            (exitCode, _, error) = await Run(program, command);
            Assert.Equal(ExitCodes.Unavailable, exitCode);
            Assert.Matches(@"^error: .*Skia.* cannot be loaded: .+ Write svg or pdf.*\n$", error);
        }

        Assert.False(Directory.Exists(_directory.File("other")));
    }

    [Fact]
    public async Task Program_WithTheFiles_WritesPngAndSaysNothing()
    {
        string program = Copy([]);
        (int exitCode, _, string error) = await Run(program, [.. Train, "--out", "run", "--quiet", "--figures", "svg,png"]);
        Assert.Equal((ExitCodes.Success, ""), (exitCode, error));
        Assert.Equal(8, Directory.GetFiles(_directory.File("run/figures")).Length);
        Dictionary<string, byte[]> before = Directory.GetFiles(_directory.File("run/figures")).ToDictionary(path => path, File.ReadAllBytes);
        (exitCode, _, error) = await Run(program, ["plot", "run", "--format", "png"]);
        Assert.Equal((ExitCodes.Success, ""), (exitCode, error));
        Assert.All(before, file => Assert.Equal(file.Value, File.ReadAllBytes(file.Key)));
    }

    /// <summary>Without its list of dependencies: then the files that are there are those that it has.</summary>
    private string Copy(string[] missing)
    {
        string source = Path.GetDirectoryName(typeof(CliApplication).Assembly.Location)!;
        Directory.CreateDirectory(_directory.File("program"));
        foreach (string name in Directory.GetFiles(source, "*.dll").Select(path => Path.GetFileName(path)))
        {
            if (!missing.Contains(name))
            {
                File.Copy(Path.Combine(source, name), _directory.File("program/" + name));
            }
        }

        foreach (string native in missing.Contains("libSkiaSharp") ? [] : Directory.GetFiles(Path.Combine(source, "runtimes", Platform, "native")))
        {
            File.Copy(native, _directory.File("program/" + Path.GetFileName(native)));
        }

        File.Copy(Path.Combine(source, "StructuralError.runtimeconfig.json"), _directory.File("program/StructuralError.runtimeconfig.json"));
        return _directory.File("program/StructuralError.dll");
    }

    private static string Platform => OperatingSystem.IsMacOS() ? "osx" : System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier;

    private async Task<(int ExitCode, string Out, string Error)> Run(string program, string[] arguments)
    {
        ProcessStartInfo start = SignalDefaults.Start("dotnet", ["exec", program, .. arguments]);
        start.WorkingDirectory = _directory.Path;
        return await ChildProcess.RunAsync(start);
    }
}
