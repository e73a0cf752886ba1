using System.Text.Json;
using StructuralError.Core.RandomNumbers;
using Xunit;

namespace StructuralError.Tests.Random;

public class TorchGeneratorTests
{
    [Theory]
    [MemberData(nameof(RandomReference.Seeds), MemberType = typeof(RandomReference))]
    public void NextUniform_SeedOfReference_EqualsPyTorch(long seed)
    {
        JsonElement reference = RandomReference.OfSeed(seed);

        TorchGenerator floats = new(seed);
        Assert.Equal(reference.GetProperty("rand_f32").Floats(), Enumerable.Range(0, 8).Select(_ => floats.NextUniformFloat32()));

        TorchGenerator doubles = new(seed);
        Assert.Equal(reference.GetProperty("rand_f64").Doubles(), Enumerable.Range(0, 8).Select(_ => doubles.NextUniformFloat64()));
    }

    [Theory]
    [MemberData(nameof(RandomReference.Seeds), MemberType = typeof(RandomReference))]
    public void NextInt64_SeedOfReference_EqualsPyTorch(long seed)
    {
        TorchGenerator generator = new(seed);
        Assert.Equal(RandomReference.OfSeed(seed).GetProperty("random_int64").Integers(), Enumerable.Range(0, 4).Select(_ => generator.NextInt64()));
    }

    [Theory]
    [MemberData(nameof(RandomReference.Seeds), MemberType = typeof(RandomReference))]
    public void Permutation_SeedOfReference_EqualsPyTorch(long seed)
    {
        JsonElement reference = RandomReference.OfSeed(seed);
        Assert.Equal(reference.GetProperty("randperm_10").Integers(), new TorchGenerator(seed).Permutation(10).Select(value => (long)value));

        long[] large = [.. new TorchGenerator(seed).Permutation(60000).Select(value => (long)value)];
        Assert.Equal(reference.GetProperty("randperm_60000").GetProperty("first").Integers(), large[..16]);
        Assert.Equal(reference.GetProperty("randperm_60000").GetProperty("sha256_int64").GetString(), RandomReference.Sha256<long>(large));
    }

    [Fact]
    public void Constructor_SeedsAtTheEdges_UseTheBitsThatPyTorchUses()
    {
        foreach (JsonElement reference in RandomReference.Cases.GetProperty("seeds").EnumerateArray())
        {
            TorchGenerator generator = new(reference.GetProperty("seed").GetInt64());
            Assert.Equal(reference.GetProperty("rand_f32").Floats(), new[] { generator.NextUniformFloat32(), generator.NextUniformFloat32() });
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void Permutation_AnyCount_HoldsEachNumberOnce(int count) =>
        Assert.Equal(Enumerable.Range(0, count), new TorchGenerator(count).Permutation(count).Order());

    [Fact]
    public void Permutation_NegativeCount_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TorchGenerator(0).Permutation(-1));

    [Fact]
    public void FillUniform_ManyDraws_StaysInsideAndFillsTheInterval()
    {
        float[] floats = new float[100_000];
        new TorchGenerator(4).FillUniform(floats, -0.25, 0.75);
        Assert.All(floats, value => Assert.InRange(value, -0.25f, 0.75f));
        Assert.InRange(floats.Min(), -0.25f, -0.2499f);
        Assert.InRange(floats.Max(), 0.7499f, 0.75f);
        Assert.InRange(floats.Average(), 0.247f, 0.253f);
    }

    [Fact]
    public void FillUniform_NoInterval_Throws()
    {
        TorchGenerator generator = new(0);
        Assert.Throws<ArgumentException>(() => generator.FillUniform(new float[1], 1, 0));
        Assert.Throws<ArgumentException>(() => generator.FillUniform(new float[1], 0, double.NaN));
        Assert.Throws<ArgumentException>(() => generator.FillUniform(new float[1], -3e38, 3e38));
        Assert.Throws<ArgumentException>(() => generator.FillUniform(new double[1], 0, double.PositiveInfinity));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(624, 0)]
    [InlineData(700, 1)]
    [InlineData(5, 2)]
    public void State_SetOnAnother_BringsTheSameNumbers(int words, int normals)
    {
        TorchGenerator original = new(99);
        for (int i = 0; i < words; i++)
        {
            original.NextUInt32();
        }

        original.FillNormal(new float[normals], 0, 1);
        TorchGenerator other = new(-1) { State = original.State };

        Assert.Equal(original.State, other.State);
        Assert.Equal(Mixed(original), Mixed(other));
        Assert.Equal(original.State, other.State);
    }

    [Fact]
    public void State_Taken_DoesNotChangeWithTheGenerator()
    {
        TorchGenerator generator = new(5);
        GeneratorState before = generator.State;
        double[] first = Mixed(generator);
        Assert.NotEqual(before, generator.State);
        generator.State = before;
        Assert.Equal(first, Mixed(generator));
    }

    [Fact]
    public void State_Damaged_Throws()
    {
        TorchGenerator generator = new(5);
        GeneratorState state = generator.State;
        Assert.Throws<ArgumentException>(() => generator.State = state with { Words = [1, 2, 3] });
        Assert.Throws<ArgumentException>(() => generator.State = state with { Words = default });
        Assert.Throws<ArgumentOutOfRangeException>(() => generator.State = state with { Position = 625 });
        Assert.Throws<ArgumentException>(() => generator.State = state with { CachedNormal = double.NaN });
        Assert.Equal(state, generator.State);
    }

    private static double[] Mixed(TorchGenerator generator)
    {
        float[] few = new float[3];
        double[] many = new double[21];
        generator.FillNormal(few, 0, 1);
        generator.FillNormal(many, 1, 2);
        return [.. few.Select(value => (double)value), .. many, generator.NextUniformFloat64(), generator.NextInt64(), .. generator.Permutation(800)];
    }
}
