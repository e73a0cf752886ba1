using StructuralError.Core.RandomNumbers;
using Xunit;

namespace StructuralError.Tests.Random;

public class MersenneTwisterTests
{
    [Fact]
    public void Next_StandardSeed_TenThousandthWordIsTheCppStandards()
    {
        // [rand.predef] of the C++ standard: the 10000th value of a default-constructed std::mt19937.
        MersenneTwister twister = new(5489);
        uint word = 0;
        for (int i = 0; i < 10_000; i++)
        {
            word = twister.Next();
        }

        Assert.Equal(4123659995u, word);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(623)]
    [InlineData(624)]
    [InlineData(1000)]
    public void Constructor_StateOfAnother_GoesOnLikeIt(int drawn)
    {
        MersenneTwister original = new(17);
        for (int i = 0; i < drawn; i++)
        {
            original.Next();
        }

        MersenneTwister copy = new(original.Words.AsSpan(), original.Position);

        Assert.Equal(Enumerable.Range(0, 2000).Select(_ => original.Next()), Enumerable.Range(0, 2000).Select(_ => copy.Next()));
    }

    [Fact]
    public void Constructor_BadState_Throws()
    {
        uint[] words = [.. new MersenneTwister(1).Words];
        Assert.Throws<ArgumentException>(() => new MersenneTwister(words.AsSpan(1), 0));
        Assert.Throws<ArgumentException>(() => new MersenneTwister(new uint[MersenneTwister.WordCount], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MersenneTwister(words, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MersenneTwister(words, MersenneTwister.WordCount + 1));
    }
}
