using System.Text.Json;
using StructuralError.Core.Networks;
using StructuralError.Core.RandomNumbers;
using StructuralError.Core.Training;
using StructuralError.Tests.Random;
using Xunit;

namespace StructuralError.Tests.Training;

public class RandomSamplerTests
{
    [Theory]
    [MemberData(nameof(RandomReference.Seeds), MemberType = typeof(RandomReference))]
    public void NextEpoch_AfterInitialization_IsTheDataLoadersOrder(long seed)
    {
        TorchGenerator generator = new(seed);
        Initialization.Initialize(new ParameterSet(TestNetworks.B3), TestNetworks.B3, generator, InitScheme.Default);
        RandomSampler order = new(generator, 60000);
        JsonElement run = RandomReference.OfSeed(seed).GetProperty("run_b_k3");
        foreach (string key in new[] { "epoch0_order", "epoch1_order" })
        {
            long[] epoch = [.. order.NextEpoch().Select(index => (long)index)];
            Assert.Equal(run.GetProperty(key).GetProperty("first").Integers(), epoch[..16]);
            Assert.Equal(run.GetProperty(key).GetProperty("sha256_int64").GetString(), RandomReference.Sha256<long>(epoch));
        }
    }

    [Fact]
    public void NextEpoch_GeneratorStateRestored_GivesTheSameEpochsAgain()
    {
        TorchGenerator generator = new(11);
        RandomSampler order = new(generator, 1000);
        order.NextEpoch();
        GeneratorState saved = generator.State;
        int[][] first = [[.. order.NextEpoch()], [.. order.NextEpoch()]];

        RandomSampler resumed = new(new TorchGenerator(0) { State = saved }, 1000);
        Assert.Equal(first[0], resumed.NextEpoch());
        Assert.Equal(first[1], resumed.NextEpoch());
        Assert.NotEqual(first[0], first[1]);
    }

    [Fact]
    public void Restore_EpochStart_GivesTheSameEpochAgain()
    {
        RandomSampler order = new(new TorchGenerator(3), 77);
        order.NextEpoch();
        int[] second = [.. order.NextEpoch()];
        order.Restore(order.EpochStart);
        Assert.Equal(second, order.NextEpoch());
        Assert.Equal(Enumerable.Range(0, 77), second.Order());
    }

    [Fact]
    public void Constructor_BadArguments_Throw()
    {
        Assert.Throws<ArgumentNullException>(() => new RandomSampler(null!, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomSampler(new TorchGenerator(0), 0));
    }
}
