using StructuralError.Tests.Cuda.Stub;
using Xunit;

namespace StructuralError.Tests.Cuda.Ptx;

/// <summary>The target CheckKernels of StructuralError.Cuda.csproj: nobody can commit kernels and forget their PTX.</summary>
[Trait("Speed", "Slow")]
public sealed class CheckKernelsTests : IDisposable
{
    private const string ProjectName = "StructuralError.Cuda.csproj";

    private readonly string _directory = Directory.CreateTempSubdirectory("kernels").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void CheckKernels_SourcesAsRecorded_Passes()
    {
        (int exitCode, string said) = Check(Copy("same", _ => { }));
        Assert.True(exitCode == 0, said);
    }

    /// <summary>All in one build: most of its time is its start.</summary>
    [Fact]
    public void CheckKernels_AnyDifference_IsNamedWithWhatToDo()
    {
        (string File, string Project)[] cases =
        [
            ("fill.cu", Copy("changed", kernels => File.AppendAllText(Path.Combine(kernels, "fill.cu"), "// changed\n"))),
            ("new.cu", Copy("new", kernels => File.WriteAllText(Path.Combine(kernels, "new.cu"), "\n"))),
            ("fill.cu", Copy("removed", kernels => File.Delete(Path.Combine(kernels, "fill.cu")))),
            ("kernels.ptx", Copy("edited", kernels => File.AppendAllText(Path.Combine(kernels, "kernels.ptx"), "// changed\n"))),
        ];
        string all = Path.Combine(_directory, "all.proj");
        File.WriteAllText(
            all, $"""<Project><Target Name="CheckKernels"><MSBuild Projects="{string.Join(';', cases.Select(each => each.Project))}" Targets="CheckKernels" /></Target></Project>""");
        (int exitCode, string said) = Check(all);
        Assert.Equal(1, exitCode);
        string[] lines = said.Split('\n');
        Assert.All(cases, each => Assert.Contains(
            lines,
            line => line.Contains(": error :", StringComparison.Ordinal) && line.Contains($"[{each.Project}", StringComparison.Ordinal)
                && line.Contains($"{each.File} ", StringComparison.Ordinal) && line.Contains("Kernels/build.sh", StringComparison.Ordinal)));
    }

    /// <returns>A copy of the project, with what is done to its kernels.</returns>
    private string Copy(string name, Action<string> change)
    {
        string kernels = Directory.CreateDirectory(Path.Combine(_directory, name, "Kernels")).FullName, project = Path.Combine(_directory, name, ProjectName);
        foreach (string file in Directory.GetFiles(StubBuild.KernelDirectory))
        {
            File.Copy(file, Path.Combine(kernels, Path.GetFileName(file)));
        }

        File.Copy(Path.Combine(StubBuild.KernelDirectory, "..", ProjectName), project);
        change(kernels);
        return project;
    }

    private static (int ExitCode, string Said) Check(string project) =>
        Tool.Run("dotnet", "msbuild", project, "-t:CheckKernels", "-p:TargetFramework=net10.0", "-nologo", "-nodeReuse:false", "-tl:off");
}
