using StructuralError.Cli.Common;
using StructuralError.Core.Structure;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Tables;
using Xunit;

namespace StructuralError.Tests.Cli;

public sealed class StructureEveryTests : IDisposable
{
    private readonly SmallDataSession _session = new();

    [Theory]
    [InlineData("--model", "b", "--width", "9")]
    [InlineData("--model", "c", "--channels", "3", "--precision", "f64")]
    [InlineData("--model", "a", "--width", "9", "--measure-every", "2")]
    [InlineData("--model", "a", "--width", "9", "--probe", "test:20")]
    public void Train_StructureEvery_LeavesTheStepsAsTheyAre(params string[] options)
    {
        _session.Train("without", [.. options, "--steps", "8"]);
        _session.Train("with", [.. options, "--steps", "8", "--structure-every", "3"]);

        Assert.Equal(_session.Bytes("without", RunDirectory.StepsName), _session.Bytes("with", RunDirectory.StepsName));
        Assert.False(File.Exists(Path.Combine(_session.File("without"), RunDirectory.LayersName)));
        Assert.False(File.Exists(Path.Combine(_session.File("without"), RunDirectory.IndependenceName)));
        Assert.Equal([0, 3, 6, 7], Independence("with").Select(row => (int)row.Step));
        Assert.Equal([0, 3, 6, 7], Layers("with").Where(row => row.Part == 0).Select(row => (int)row.Step));
    }

    [Fact]
    public void Train_StructureEvery_AgreesWithTheStepsRow()
    {
        _session.Train("run", "--model", "d", "--channels", "3", "--k", "2", "--steps", "4", "--structure-every", "1");
        IReadOnlyList<StepRow> steps = _session.Steps("run");

        Assert.Equal(steps.Select(row => (row.Step, row.Samples, row.U, row.G)), Independence("run").Select(row => (row.Step, row.Samples, row.U, row.G)));
        foreach ((StepRow step, LayerRow[] parts) in steps.Zip(Layers("run").Chunk(6)))
        {
            Assert.All(parts, part => Assert.Equal(step.Step, part.Step));
            Assert.Equal("output bias", parts[^1].Name);
            Assert.Equal("layer0 conv2d 1 → 3, kernel 3, stride 1, padding 1", parts[0].Name);
            Assert.Equal(1, parts.Sum(part => part.TraceShare), 9);
            Assert.Equal(1, parts.Sum(part => part.LambdaMinShare), 9);
            Assert.Equal(step.LambdaMinMean, parts.Sum(part => part.LambdaMinPart), 6);
        }
    }

    [Fact]
    public void Train_StructureEvery_SameBytesForAnyThreads()
    {
        string[] options = ["--model", "c", "--channels", "3", "--steps", "5", "--structure-every", "2"];
        _session.Train("one", [.. options, "--threads", "1"]);
        _session.Train("three", [.. options, "--threads", "3"]);
        Assert.Equal(_session.Bytes("one", RunDirectory.LayersName), _session.Bytes("three", RunDirectory.LayersName));
        Assert.Equal(_session.Bytes("one", RunDirectory.IndependenceName), _session.Bytes("three", RunDirectory.IndependenceName));
    }

    [Fact]
    public void Train_NegativeStructureEvery_Refused()
    {
        Assert.Equal(ExitCodes.Usage, _session.Run("train", "--structure-every", "-1"));
        Assert.Contains("structure_every: must be 0 or more, got -1.", _session.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _session.Dispose();

    private IReadOnlyList<LayerRow> Layers(string run) => RunTables.Layers.Read(Path.Combine(_session.File(run), RunDirectory.LayersName));

    private IReadOnlyList<IndependenceRow> Independence(string run) => RunTables.Independence.Read(Path.Combine(_session.File(run), RunDirectory.IndependenceName));
}
