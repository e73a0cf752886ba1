using StructuralError.Core.Common;
using StructuralError.Reporting.Runs;
using Xunit;

namespace StructuralError.Tests.Reporting.Runs;

public sealed class RunGlobTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("glob-").FullName;

    public RunGlobTests()
    {
        foreach (string run in (string[])["x/b-k2", "x/b-k10", "x/a-k2", "y/b-k2", "x/.b-k3"])
        {
            string path = Directory.CreateDirectory(Path.Combine(_directory, run)).FullName;
            File.WriteAllText(Path.Combine(path, "manifest.json"), "{}");
        }

        Directory.CreateDirectory(Path.Combine(_directory, "x", "b-k-notes"));
        File.WriteAllText(Path.Combine(_directory, "x", "b-k.md"), "");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("x/b-k*", "x/b-k10|x/b-k2")]
    [InlineData("x/b-k?", "x/b-k2")]
    [InlineData("*/?-k2", "x/a-k2|x/b-k2|y/b-k2")]
    [InlineData("x/*k2/", "x/a-k2|x/b-k2")]
    public void Expand_Pattern_GivesTheRunDirectoriesInOrder(string pattern, string expected) =>
        Assert.Equal(expected.Split('|').Select(At), RunGlob.Expand([At(pattern)]));

    [Fact]
    public void Expand_SeveralPaths_GivesEachOnce() =>
        Assert.Equal([At("x/b-k2"), At("x/a-k2")], RunGlob.Expand([At("x/b-k2"), At("x/*-k2"), At("x/a-k2/")]));

    [Fact]
    public void Expand_PathThatIsNotThere_IsKept() => Assert.Equal([At("nowhere")], RunGlob.Expand([At("nowhere")]));

    [Fact]
    public void Expand_PatternsWithoutMatch_AreAllNamed()
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => RunGlob.Expand([At("x/c*"), At("x/b-k2"), At("x/b-k.*"), At("z/*")]));
        Assert.Equal(FailureKind.Usage, error.Kind);
        Assert.Equal(((string[])["x/c*", "x/b-k.*", "z/*"]).Select(pattern => $"{At(pattern)}: matches no run directory."), error.Problems.Select(problem => problem.Message));
    }

    private string At(string path) => Path.Combine(_directory, path);
}
