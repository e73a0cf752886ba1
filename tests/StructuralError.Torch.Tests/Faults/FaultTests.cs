using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;
using StructuralError.Tests.Engines;
using Xunit;

namespace StructuralError.Torch.Tests.Faults;

/// <summary>A referee is worth what it catches: each fault of the kind that one makes in such rules shows in A.</summary>
public sealed class FaultTests
{
    private const double Rounding = 1e-12;

    public static TheoryData<Fault> Faults => [.. Enum.GetValues<Fault>().Except([Fault.None])];

    [Fact]
    public void Measure_RulesWithoutFault_AreConfirmed() => Numbers.AssertAtMost(Deviation(Fault.None), Rounding, "deviation of A");

    [Theory]
    [MemberData(nameof(Faults))]
    public void Measure_RulesWithAFault_AreRefuted(Fault fault) => Assert.True(Deviation(fault) > 1e6 * Rounding, $"off by {Deviation(fault)} only");

    [Fact]
    public void Faults_AreAtLeastEight() => Assert.True(Faults.Count >= 8);

    /// <summary>Largest difference in A over three samples, relative to its largest entry.</summary>
    private static double Deviation(Fault fault)
    {
        Network network = new NetworkBuilder(TensorShape.Image(2, 8, 8)).Conv(4, 3, padding: 1).Relu().MaxPool(2, 2)
            .Residual(block => block.Conv(4, 3, padding: 1).Activation(ActivationKind.Gelu)).AvgPool(2, 2).Flatten().Linear(16).LayerNorm().Linear(16).Relu()
            .Linear(5).Build();
        (ParameterSet parameters, Dataset data) = LayerExamples.Draw(network);
        using var referee = new TorchReferee(network);
        referee.Load(parameters);
        int count = Math.Min(3, data.Count), size = network.Classes * network.Classes;
        var expected = new Measurements(count, network.Classes, MeasurementLevel.Matrix);
        referee.Measure(new Batch(data, Enumerable.Range(0, count).ToArray(), 0), expected);
        var rules = new CopiedRules(network, parameters, fault);
        double largest = 0;
        for (int n = 0; n < count; n++)
        {
            float[] pixels = new float[network.Input.Count];
            data.CopySample(n, pixels);
            double[] actual = rules.Matrix([.. pixels.Select(pixel => (double)pixel)]);
            double[] own = expected.A[(n * size)..((n + 1) * size)];
            largest = Math.Max(largest, own.Zip(actual, (e, a) => Math.Abs(e - a)).Max() / own.Max(Math.Abs));
        }

        return largest;
    }
}
