using StructuralError.Core.Common;
using StructuralError.Core.Networks;
using StructuralError.Experiments.Models;
using Xunit;

namespace StructuralError.Tests.Networks;

/// <summary>A program that was copied without the files beside it still knows the paper's models.</summary>
public sealed class EmbeddedModelTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    [InlineData("c")]
    [InlineData("d")]
    [InlineData("plain-b")]
    [InlineData("no-output-bias-d")]
    public void Load_WithoutFiles_GivesTheModelOfTheFile(string model)
    {
        Network embedded = Resolve(new ModelLocator([], withEmbedded: true).Load(model));
        Network file = Resolve(ModelLocator.Default.Load(model));
        Assert.Equal(file.ParameterLayers.Select(layer => layer.Name), embedded.ParameterLayers.Select(layer => layer.Name));
        Assert.Equal(file.Title, embedded.Title);
    }

    [Fact]
    public void Load_AFileOfTheSameName_Wins()
    {
        _directory.Write("a.json", """{ "name": "mine", "input": [1, 28, 28], "layers": ["flatten", { "linear": "classes" }] }""");
        Assert.Equal("mine", new ModelLocator([_directory.Path], withEmbedded: true).Load("a").Name);
    }

    [Fact]
    public void Available_WithoutFiles_ListsTheEmbedded()
    {
        Assert.Superset(
            new HashSet<string> { "a", "b", "c", "d", "plain-a", "plain-b", "plain-c", "plain-d" },
            new HashSet<string>(new ModelLocator([], withEmbedded: true).Available));
        Assert.Empty(new ModelLocator([]).Available);
    }

    [Theory]
    [InlineData("e")]
    [InlineData("a.json")]
    [InlineData("")]
    public void Load_Unknown_IsRefused(string model) => Assert.Equal(FailureKind.Usage, Assert.Throws<UserErrorException>(() => new ModelLocator([], withEmbedded: true).Load(model)).Kind);

    private static Network Resolve(NetworkDefinition definition) => definition.Resolve(new Dictionary<string, int>(), TensorShape.Image(1, 28, 28), 10);
}
