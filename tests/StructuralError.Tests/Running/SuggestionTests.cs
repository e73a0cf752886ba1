using StructuralError.Core.Common;
using Xunit;

namespace StructuralError.Tests.Running;

public sealed class SuggestionTests
{
    [Theory]
    [InlineData("epocs", "; did you mean 'epochs'?")]
    [InlineData("--learning-rte", "; did you mean 'learning_rate'?")]
    [InlineData("sede", "; did you mean 'seed'?")]
    [InlineData("SEED", "; did you mean 'seed'?")]
    [InlineData("--data_dir", "; did you mean '--data-dir'?")]
    [InlineData("x", "")]
    [InlineData("temperature", "")]
    [InlineData("", "")]
    public void Phrase_Typo_NearestOrNothing(string wrong, string expected) =>
        Assert.Equal(expected, Suggestion.Phrase(wrong, ["epochs", "learning_rate", "seed", "k", "--data-dir"]));
}
