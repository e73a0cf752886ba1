using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Cpu;
using Xunit;

namespace StructuralError.Tests.Engines;

/// <summary>Evaluation by several threads at once: workers must share no place that a sample's inputs pass through.</summary>
public class CpuEngineEvaluationTests
{
    [Trait("Speed", "Slow")]
    [Theory]
    [InlineData(Precision.F32)]
    [InlineData(Precision.F64)]
    public void Evaluate_ManySamplesOnManyThreads_GivesTheBitsOfOneThread(Precision precision)
    {
        const int Samples = 5000, Repeats = 10;
        Network network = Models.Build("a", 1, width: 32, channels: 4);
        var networks = new RandomNetworks(new System.Random(3), dropout: false);
        float[] pixels = [.. Enumerable.Range(0, Samples * network.Input.Count).Select(_ => (float)networks.Normal())];
        byte[] labels = [.. Enumerable.Range(0, Samples).Select(n => (byte)(n % network.Classes))];
        var data = new Dataset("random", network.Input, pixels, labels);
        ParameterSet parameters = networks.DrawParameters(network);
        using IEngine one = CpuEngine.Create(network, new EngineOptions(precision, 4, 1, 0));
        using IEngine many = CpuEngine.Create(network, new EngineOptions(precision, 4, 4, 0));
        one.Load(parameters);
        many.Load(parameters);
        Evaluation expected = one.Evaluate(data);
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            Assert.Equal(expected, many.Evaluate(data));
        }
    }
}
