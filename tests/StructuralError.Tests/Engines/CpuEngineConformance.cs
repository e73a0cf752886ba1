using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Cpu;
using StructuralError.Tests.Processes;
using Xunit;

namespace StructuralError.Tests.Engines;

/// <summary>The suite, and what has a meaning only for an engine with threads and a plan.</summary>
public sealed class CpuEngineConformance : EngineConformance
{
    protected override bool SumsNorms => true;

    [Trait("Speed", "Slow")]
    [Theory]
    [InlineData("a", 330, 41)]
    [InlineData("b", 33, 41)]
    [InlineData("d", 7, 19)]
    public void Step_ManySamples_GivesTheSameBitsForAnyNumberOfThreads(string model, int size, int samples)
    {
        Network network = Models.Build(model, 1, width: size, channels: size);
        var networks = new RandomNetworks(new System.Random(3), dropout: false);
        ParameterSet parameters = networks.DrawParameters(network);
        Dataset data = RandomData(network, networks, samples);
        AssertSameForAnyThreads(network, parameters, All(data), samples + 1, Precision.F32);
        AssertSameForAnyThreads(network, parameters, All(data), samples + 1, Precision.F64);
    }

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Step_LayersWiderThanACache_SamplesTogetherHaveTheBitsOfEachAlone(Precision precision)
    {
        const int Samples = 21;
        Network network = Models.Build("a", 2, width: 330, channels: 1);
        var networks = new RandomNetworks(new System.Random(4), dropout: false);
        ParameterSet parameters = networks.DrawParameters(network);
        Dataset data = RandomData(network, networks, Samples);
        using IEngine engine = Create(network, precision, Samples, 1, seed: 1), single = Create(network, precision, 1, 1, seed: 1);
        engine.Load(parameters);
        single.Load(parameters);
        Measurements together = AllMeasurements(network, Samples), alone = AllMeasurements(network, 1);
        engine.Measure(All(data), together);
        for (int n = 0; n < Samples; n++)
        {
            single.Measure(new Batch(data, new[] { n }, 0), alone);
            Numbers.AssertSameBits([alone.Loss[0], alone.GradientNorm[0]], [together.Loss[n], together.GradientNorm[n]], $"sample {n}");
            Numbers.AssertSameBits(alone.A, together.A.AsSpan(n * alone.A.Length, alone.A.Length), $"A of sample {n}");
            Numbers.AssertSameBits(alone.LayerA, together.LayerA.AsSpan(n * alone.LayerA.Length, alone.LayerA.Length), $"parts of sample {n}");
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public async Task Step_MoreThreadsThanWork_AlwaysEnds(int threads)
    {
        // Steps of microseconds, with pauses in which the workers fall asleep: whoever is not woken would be waited for without end.
        Network network = new NetworkBuilder(TensorShape.Vector(3)).Linear(4).Relu().Linear(2).Build();
        Dataset data = RandomData(network, new RandomNetworks(new System.Random(1), dropout: false), 9);
        using IEngine engine = Create(network, Precision.F32, 9, threads, seed: 1);
        engine.Load(new ParameterSet(network));
        var measured = new Measurements(9, 2, MeasurementLevel.Structure);
        var training = Task.Run(() =>
        {
            for (int step = 0; step < 3000; step++)
            {
                engine.Step(All(data, step), new SgdOptions(0.1, 0.9, 0), measured);
                if (step % 20 == 0)
                {
                    Thread.Sleep(step % 3);
                }
            }
        });
        await training.WaitAsync(Patience.Limit);
        Assert.All(measured.Loss, loss => Assert.True(double.IsFinite(loss)));
    }

    [Fact]
    public async Task Step_SeveralEnginesAtOnce_GiveTheBitsOfOne()
    {
        RandomCase randomCase = RandomCase.Of(5, dropout: true);
        double[] alone = Train();
        foreach (double[] together in await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(Train))))
        {
            Numbers.AssertSameBits(alone, together, "parameters");
        }

        double[] Train()
        {
            using IEngine engine = Create(randomCase.Network, Precision.F32, randomCase.Capacity, threads: 2, seed: 1);
            engine.Load(randomCase.Parameters);
            Measurements measured = AllMeasurements(randomCase.Network, randomCase.Capacity);
            for (int step = 0; step < 50; step++)
            {
                engine.Step(randomCase.Batch with { Step = step }, new SgdOptions(0.01, 0.9, 0), measured);
            }

            return [.. Saved(engine, randomCase.Network).Parameters.SelectMany(parameter => parameter.Values)];
        }
    }

    [Theory]
    [InlineData(Precision.F32, 1)]
    [InlineData(Precision.F64, 3)]
    public void Info_Engine_SaysWhatWasAskedFor(Precision precision, int threads)
    {
        using IEngine engine = Create(Models.Build("c", 1, width: 8, channels: 3), precision, 4, threads, seed: 1);
        Assert.Equal("cpu", engine.Info.Device);
        Assert.Equal(precision, engine.Info.Precision);
        Assert.Equal(threads, engine.Info.Threads);
    }

    [Fact]
    public void Plan_Model_CountsMultiplyAdds()
    {
        Network network = Models.Build("d", 1, width: 8, channels: 3);
        using IEngine engine = Create(network, Precision.F32, 4);
        LayerPlan[] withParameters = [.. engine.Plan.Where(layer => layer.ForwardMacs > 0 && layer.Form.Length > 0)];
        Assert.Equal(network.ParameterLayers.Length, withParameters.Length);

        // Conv 1 → 3 and 3 → 3 of 3×3 with padding on 28² and 14² positions, linear 3·49 → 10.
        Assert.Equal([3 * 9 * 784L, 3 * 3 * 9 * 196L, 147 * 10L], withParameters.Select(layer => layer.ForwardMacs));
    }

    protected override IEngine Create(Network network, Precision precision, int batchCapacity, int threads, long seed) =>
        CpuEngine.Create(network, new EngineOptions(precision, batchCapacity, threads, seed));
}
