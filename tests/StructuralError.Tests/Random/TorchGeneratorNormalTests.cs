using System.Text.Json;
using StructuralError.Core.RandomNumbers;
using Xunit;

namespace StructuralError.Tests.Random;

public class TorchGeneratorNormalTests
{
    // Two float32 units in the last place at 4, the largest values here.
    private const double Float32Tolerance = 1e-6;

    [Theory]
    [MemberData(nameof(RandomReference.Seeds), MemberType = typeof(RandomReference))]
    public void FillNormal_SeedOfReference_IsNearPyTorch(long seed)
    {
        float[] values = new float[40];
        new TorchGenerator(seed).FillNormal(values, 0, 1);
        RandomReference.AssertNear(RandomReference.OfSeed(seed).GetProperty("randn_40_f32").Doubles(), ToDoubles(values), Float32Tolerance);
    }

    [Fact]
    public void FillNormal_SizesAroundTheBlock_AreNearPyTorchAndUseAsManyDraws()
    {
        int cases = 0;
        foreach (JsonElement reference in RandomReference.Cases.GetProperty("randn").EnumerateArray())
        {
            int size = reference.GetProperty("size").GetInt32();
            TorchGenerator generator = new(7);
            float[] values = new float[size];
            float[] next = new float[3];
            generator.FillNormal(values, 0, 1);
            generator.FillNormal(next, 0, 1);
            RandomReference.AssertNear(reference.GetProperty("f32").Doubles(), ToDoubles(values), Float32Tolerance);
            RandomReference.AssertNear(reference.GetProperty("next_normals_f32").Doubles(), ToDoubles(next), Float32Tolerance);
            Assert.Equal(reference.GetProperty("next_uniform_f32").Floats(), new[] { generator.NextUniformFloat32() });

            double[] wide = new double[size];
            new TorchGenerator(7).FillNormal(wide, 0, 1);
            RandomReference.AssertNear(reference.GetProperty("f64").Doubles(), wide, 1e-14);
            cases++;
        }

        Assert.Equal(9, cases);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(37)]
    public void FillNormal_MeanAndDeviation_ScaleTheStandardNumbers(int size)
    {
        double[] standard = new double[size];
        double[] scaled = new double[size];
        float[] scaledFloats = new float[size];
        new TorchGenerator(3).FillNormal(standard, 0, 1);
        new TorchGenerator(3).FillNormal(scaled, -2, 0.5);
        RandomReference.AssertNear([.. standard.Select(value => (value * 0.5) - 2)], scaled, 1e-15);

        float[] standardFloats = new float[size];
        new TorchGenerator(3).FillNormal(standardFloats, 0, 1);
        new TorchGenerator(3).FillNormal(scaledFloats, -2, 0.5);
        RandomReference.AssertNear([.. standardFloats.Select(value => (value * 0.5) - 2)], ToDoubles(scaledFloats), 1e-6);
    }

    [Fact]
    public void FillNormal_ManyDraws_HasTheMomentsOfTheNormalDistribution()
    {
        double[] values = new double[200_001];
        new TorchGenerator(8).FillNormal(values, 0, 1);
        Assert.All(values, value => Assert.True(double.IsFinite(value)));
        Assert.InRange(values.Average(), -0.01, 0.01);
        Assert.InRange(values.Average(value => value * value), 0.99, 1.01);
        Assert.InRange(values.Average(value => value * value * value * value), 2.9, 3.1);
    }

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(0, -1)]
    [InlineData(0, double.PositiveInfinity)]
    public void FillNormal_NoDistribution_Throws(double mean, double deviation)
    {
        Assert.Throws<ArgumentException>(() => new TorchGenerator(0).FillNormal(new float[20], mean, deviation));
        Assert.Throws<ArgumentException>(() => new TorchGenerator(0).FillNormal(new double[2], mean, deviation));
    }

    private static double[] ToDoubles(float[] values) => [.. values.Select(value => (double)value)];
}
