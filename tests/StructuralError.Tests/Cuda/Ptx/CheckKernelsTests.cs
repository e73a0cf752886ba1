using StructuralError.Tests.Cuda.Stub;
using Xunit;

namespace StructuralError.Tests.Cuda.Ptx;

/// <summary>The target CheckKernels of StructuralError.Cuda.csproj: nobody can commit kernels and forget their PTX.</summary>
[Trait("Speed", "Slow")]
public sealed class CheckKernelsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("kernels").FullName;
    private readonly string _project;

    public CheckKernelsTests()
    {
        string kernels = Path.Combine(_directory, "Kernels");
        Directory.CreateDirectory(kernels);
        foreach (string file in Directory.GetFiles(StubBuild.KernelDirectory))
        {
            File.Copy(file, Path.Combine(kernels, Path.GetFileName(file)));
        }

        _project = Path.Combine(_directory, "StructuralError.Cuda.csproj");
        File.Copy(Path.Combine(StubBuild.KernelDirectory, "..", "StructuralError.Cuda.csproj"), _project);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void CheckKernels_SourcesAsRecorded_Passes() => Assert.Equal((0, false), Check("fill.cu"));

    [Fact]
    public void CheckKernels_ChangedSource_NamesItAndWhatToDo()
    {
        File.AppendAllText(Path.Combine(_directory, "Kernels", "fill.cu"), "// changed\n");
        Assert.Equal((1, true), Check("fill.cu"));
    }

    [Fact]
    public void CheckKernels_NewSource_NamesIt()
    {
        File.WriteAllText(Path.Combine(_directory, "Kernels", "new.cu"), "\n");
        Assert.Equal((1, true), Check("new.cu"));
    }

    [Fact]
    public void CheckKernels_RemovedSource_NamesIt()
    {
        File.Delete(Path.Combine(_directory, "Kernels", "fill.cu"));
        Assert.Equal((1, true), Check("fill.cu"));
    }

    [Fact]
    public void CheckKernels_EditedPtx_NamesIt()
    {
        File.AppendAllText(Path.Combine(_directory, "Kernels", "kernels.ptx"), "// changed\n");
        Assert.Equal((1, true), Check("kernels.ptx"));
    }

    /// <summary>The exit code, and whether the output names the file and the script to run.</summary>
    private (int ExitCode, bool Named) Check(string file)
    {
        (int exitCode, string said) = Tool.Run(
            "dotnet", "msbuild", _project, "-t:CheckKernels", "-p:TargetFramework=net10.0", "-nologo", "-nodeReuse:false", "-tl:off");
        bool named = said.Contains($"{file} ", StringComparison.Ordinal) && said.Contains("Kernels/build.sh", StringComparison.Ordinal);
        return (exitCode, named);
    }
}
