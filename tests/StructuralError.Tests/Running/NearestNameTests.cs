using StructuralError.Running;
using Xunit;

namespace StructuralError.Tests.Running;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("epocs", "epochs")]
    [InlineData("--learning-rte", "learning_rate")]
    [InlineData("sede", "seed")]
    [InlineData("SEED", "seed")]
    [InlineData("x", null)]
    [InlineData("temperature", null)]
    [InlineData("", null)]
    public void Find_Typo_NearestOrNothing(string wrong, string? expected) =>
        Assert.Equal(expected, NearestName.Find(wrong, ["epochs", "learning_rate", "seed", "k"]));
}
