using System.Text.Json;
using StructuralError.Core.Networks;
using StructuralError.Core.RandomNumbers;
using Xunit;

namespace StructuralError.Tests.Random;

public class InitializationTests
{
    [Theory]
    [MemberData(nameof(RandomReference.Seeds), MemberType = typeof(RandomReference))]
    public void Initialize_DefaultLinear_EqualsPyTorchBitForBit(long seed)
    {
        JsonElement reference = RandomReference.OfSeed(seed).GetProperty("linear_784_128");
        float[][] values = Drawn(TestNetworks.Linear784To128, new TorchGenerator(seed), InitScheme.Default);
        Assert.Equal(reference.GetProperty("weight_first").Floats(), values[0][..8]);
        Assert.Equal(reference.GetProperty("bias_first").Floats(), values[1][..8]);
        Assert.Equal(reference.GetProperty("weight_sha256_f32").GetString(), RandomReference.Sha256<float>(values[0]));
        Assert.Equal(reference.GetProperty("bias_sha256_f32").GetString(), RandomReference.Sha256<float>(values[1]));
    }

    [Theory]
    [MemberData(nameof(RandomReference.Seeds), MemberType = typeof(RandomReference))]
    public void Initialize_DefaultConv2d_EqualsPyTorchBitForBit(long seed)
    {
        JsonElement reference = RandomReference.OfSeed(seed).GetProperty("conv_1_16_3");
        float[][] values = Drawn(TestNetworks.Conv1To16, new TorchGenerator(seed), InitScheme.Default);
        Assert.Equal(reference.GetProperty("weight_first").Floats(), values[0][..8]);
        Assert.Equal(reference.GetProperty("weight_sha256_f32").GetString(), RandomReference.Sha256<float>(values[0]));
        Assert.Equal(reference.GetProperty("bias_sha256_f32").GetString(), RandomReference.Sha256<float>(values[1]));
    }

    [Theory]
    [MemberData(nameof(RandomReference.Seeds), MemberType = typeof(RandomReference))]
    public void Initialize_UniformSchemes_EqualPyTorchBitForBit(long seed)
    {
        foreach ((InitScheme scheme, string key) in new[] { (InitScheme.HeUniform, "kaiming_uniform_relu_784_128"), (InitScheme.XavierUniform, "xavier_uniform_784_128") })
        {
            JsonElement reference = RandomReference.OfSeed(seed).GetProperty(key);
            float[] weight = Drawn(TestNetworks.Linear784To128, new TorchGenerator(seed), scheme)[0];
            Assert.Equal(reference.GetProperty("first").Floats(), weight[..8]);
            Assert.Equal(reference.GetProperty("sha256_f32").GetString(), RandomReference.Sha256<float>(weight));
        }
    }

    [Theory]
    [MemberData(nameof(RandomReference.Seeds), MemberType = typeof(RandomReference))]
    public void Initialize_HeNormal_IsNearPyTorch(long seed)
    {
        JsonElement reference = RandomReference.OfSeed(seed).GetProperty("kaiming_normal_relu_784_128");
        double[] weight = [.. Drawn(TestNetworks.Linear784To128, new TorchGenerator(seed), InitScheme.HeNormal)[0].Select(value => (double)value)];
        RandomReference.AssertNear(reference.GetProperty("first").Doubles(), weight[..16], 1e-7);
        RandomReference.AssertNear(reference.GetProperty("last").Doubles(), weight[^16..], 1e-7);
    }

    [Theory]
    [MemberData(nameof(RandomReference.Seeds), MemberType = typeof(RandomReference))]
    public void Initialize_WholeModel_EqualsPyTorchBitForBit(long seed)
    {
        float[] all = [.. Drawn(TestNetworks.B3, new TorchGenerator(seed), InitScheme.Default).SelectMany(values => values)];
        Assert.Equal(RandomReference.OfSeed(seed).GetProperty("run_b_k3").GetProperty("parameters_sha256_f32").GetString(), RandomReference.Sha256<float>(all));
    }

    [Theory]
    [InlineData("default", 0)]
    [InlineData("he-uniform", 0)]
    [InlineData("xavier-uniform", 0)]
    [InlineData("he-normal", 2e-7)]
    [InlineData("xavier-normal", 2e-7)]
    [InlineData("orthogonal", 2e-6)]
    public void Initialize_MixedNetwork_DrawsWhatPyTorchDraws(string name, double tolerance)
    {
        Assert.True(InitSchemeNames.TryParse(name, out InitScheme scheme));
        JsonElement reference = RandomReference.Cases.GetProperty("networks").GetProperty(name);
        double[][] expected = [.. reference.GetProperty("parameters").EnumerateArray().Select(list => list.Doubles())];
        TorchGenerator generator = new(-5);
        double[][] actual = [.. Drawn(TestNetworks.Mixed, generator, scheme).Select(values => values.Select(value => (double)value).ToArray())];
        Assert.Equal(expected.Length, actual.Length);
        for (int p = 0; p < expected.Length; p++)
        {
            RandomReference.AssertNear([.. expected[p].Select(value => (double)(float)value)], actual[p], tolerance);
        }

        Assert.Equal(reference.GetProperty("next_uniform_f32").Floats(), new[] { generator.NextUniformFloat32() });
    }

    [Theory]
    [InlineData(InitScheme.Default)]
    [InlineData(InitScheme.HeNormal)]
    [InlineData(InitScheme.Orthogonal)]
    public void Initialize_UsedParameters_AreAllFloat32AndMomentumIsZero(InitScheme scheme)
    {
        ParameterSet parameters = new(TestNetworks.Mixed);
        foreach (Parameter parameter in parameters.Parameters)
        {
            Array.Fill(parameter.Values, double.NaN);
            Array.Fill(parameter.Momentum, double.NaN);
        }

        Initialization.Initialize(parameters, TestNetworks.Mixed, new TorchGenerator(2), scheme);

        foreach (Parameter parameter in parameters.Parameters)
        {
            Assert.All(parameter.Values, value => Assert.True((float)value == value));
            Assert.All(parameter.Momentum, value => Assert.Equal(0.0, value));
        }
    }

    [Fact]
    public void Initialize_ParametersOfAnotherNetwork_Throws()
    {
        ParameterSet parameters = new(TestNetworks.B3);
        Assert.Throws<ArgumentException>(() => Initialization.Initialize(parameters, TestNetworks.Mixed, new TorchGenerator(0), InitScheme.Default));
    }

    [Fact]
    public void Initialize_NoScheme_Throws() => Assert.Throws<ArgumentOutOfRangeException>(
        () => Initialization.Initialize(new ParameterSet(TestNetworks.B3), TestNetworks.B3, new TorchGenerator(0), (InitScheme)17));

    [Fact]
    public void InitSchemeNames_EveryScheme_HasANameThatParsesBack()
    {
        foreach (InitScheme scheme in Enum.GetValues<InitScheme>())
        {
            Assert.True(InitSchemeNames.TryParse(InitSchemeNames.All[(int)scheme], out InitScheme back));
            Assert.Equal(scheme, back);
        }

        Assert.Equal(["default", "he-uniform", "he-normal", "xavier-uniform", "xavier-normal", "orthogonal"], InitSchemeNames.All);
        Assert.False(InitSchemeNames.TryParse("He-Uniform", out _));
        Assert.False(InitSchemeNames.TryParse(null, out _));
    }

    private static float[][] Drawn(Network network, TorchGenerator generator, InitScheme scheme)
    {
        ParameterSet parameters = new(network);
        Initialization.Initialize(parameters, network, generator, scheme);
        return [.. parameters.Parameters.Select(parameter => parameter.Values.Select(value => (float)value).ToArray())];
    }
}
