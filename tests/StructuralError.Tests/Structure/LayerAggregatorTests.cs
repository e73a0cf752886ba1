using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;
using StructuralError.Core.Structure;
using StructuralError.Tests.Engines;
using StructuralError.Tests.Oracle;
using Xunit;

namespace StructuralError.Tests.Structure;

public sealed class LayerAggregatorTests
{
    // Two classes; one linear layer, tanh, an output layer with bias.
    private static readonly Network Small = new NetworkBuilder(TensorShape.Vector(3)).Linear(4).Activation(ActivationKind.Tanh).Linear(2).Build();

    [Theory]
    [InlineData(1e-16, null)]
    [InlineData(1e-15, 1.0)]
    public void ShareWithoutBias_OnlyRoundingIsLeft_CountsAsNothing(double left, double? expected)
    {
        const double Rounding = 1.0 / (1L << 51);
        var sums = new PartSums(2, hasOutputBias: true);
        sums.Add([left, 1], Rounding);
        Assert.Equal(expected, sums.ShareWithoutBias(0));
    }

    [Fact]
    public void Finish_OneSample_HandComputedShares()
    {
        // A⁽⁰⁾ = diag(1, 3), A⁽¹⁾ = (1 + 3) I: A = diag(5, 7), v = (1, 0), λ_min = 5 = 1 + 3 + 1.
        LayerRow[] rows = Rows(Small, [1, 0, 0, 3, 4, 0, 0, 4]);

        Assert.Equal(["layer0 linear 3 → 4", "layer1 linear 4 → 2", "output bias"], rows.Select(row => row.Name));
        Assert.Equal([0, 1, 2], rows.Select(row => row.Part));
        Assert.All(rows, row => Assert.Equal(7, row.Step));
        Assert.Equal([4, 6, 2], rows.Select(row => row.Trace));
        Assert.Equal([1, 3, 1], rows.Select(row => row.LambdaMinPart));
        Assert.Equal([4 / 12.0, 6 / 12.0, 2 / 12.0], rows.Select(row => row.TraceShare));
        Assert.Equal([1 / 5.0, 3 / 5.0, 1 / 5.0], rows.Select(row => row.LambdaMinShare));
        Assert.Equal([4 / 10.0, 6 / 10.0, null], rows.Select(row => row.TraceShareWithoutOutputBias));
        Assert.Equal([1 / 4.0, 3 / 4.0, null], rows.Select(row => row.LambdaMinShareWithoutOutputBias));
    }

    [Fact]
    public void Finish_TwoSamples_MeansOfTheSamplesShares()
    {
        // The second: A⁽⁰⁾ = [[2, 1], [1, 2]], A⁽¹⁾ = (1 + 1) I. v = (1, −1)/√2, λ_min = 1 + 1 + 1.
        LayerRow[] rows = Rows(Small, [1, 0, 0, 3, 4, 0, 0, 4], [2, 1, 1, 2, 2, 0, 0, 2]);

        AssertClose([(4 + 4) / 2.0, (6 + 2) / 2.0, 2], rows.Select(row => row.Trace));
        AssertClose([1, 2, 1], rows.Select(row => row.LambdaMinPart));
        AssertClose([(1 / 5.0 + 1 / 3.0) / 2, (3 / 5.0 + 1 / 3.0) / 2, (1 / 5.0 + 1 / 3.0) / 2], rows.Select(row => row.LambdaMinShare));
        AssertClose([(1 / 4.0 + 1 / 2.0) / 2, (3 / 4.0 + 1 / 2.0) / 2], rows.Take(2).Select(row => row.LambdaMinShareWithoutOutputBias!.Value));
        AssertClose([(4 / 10.0 + 4 / 6.0) / 2, (6 / 10.0 + 2 / 6.0) / 2], rows.Take(2).Select(row => row.TraceShareWithoutOutputBias!.Value));
    }

    [Fact]
    public void Finish_NothingButTheOutputBias_NoSharesWithoutIt()
    {
        // h = 0: A = I.
        LayerRow[] rows = Rows(Small, [0, 0, 0, 0, 1, 0, 0, 1]);

        Assert.Equal([0, 0, 1], rows.Select(row => row.LambdaMinShare));
        Assert.Equal([0, 0, 1], rows.Select(row => row.TraceShare));
        Assert.All(rows, row => Assert.Equal((null, null), (row.TraceShareWithoutOutputBias, row.LambdaMinShareWithoutOutputBias)));
    }

    [Fact]
    public void Finish_OneSampleWithNothingLeft_MeanOverTheOthers()
    {
        LayerRow[] rows = Rows(Small, [0, 0, 0, 0, 1, 0, 0, 1], [1, 0, 0, 3, 4, 0, 0, 4]);
        Assert.Equal([1 / 4.0, 3 / 4.0, null], rows.Select(row => row.LambdaMinShareWithoutOutputBias));
        AssertClose([1 / 10.0, 3 / 10.0, 6 / 10.0], rows.Select(row => row.LambdaMinShare));
    }

    [Fact]
    public void Finish_NoOutputBias_SharesAreTheSameWithoutIt()
    {
        Network network = new NetworkBuilder(TensorShape.Vector(3)).Linear(4).Activation(ActivationKind.Tanh).Linear(2, bias: false).Build();
        LayerRow[] rows = Rows(network, [1, 0, 0, 3, 4, 0, 0, 4]);

        Assert.Equal([1 / 5.0, 4 / 5.0], rows.Select(row => row.LambdaMinShare));
        Assert.Equal([1 / 5.0, 4 / 5.0], rows.Select(row => row.LambdaMinShareWithoutOutputBias!.Value));
        Assert.Equal([4 / 12.0, 8 / 12.0], rows.Select(row => row.TraceShareWithoutOutputBias!.Value));
    }

    [Fact]
    public void Finish_RandomNetworks_PartsSumToAAndAgreeWithMathNet()
    {
        int withBias = 0, positive = 0;
        RandomCase.ForEach(60, randomCase =>
        {
            Measurements measured = randomCase.Expected;
            int classes = measured.Classes, square = classes * classes;
            for (int n = 0; n < measured.Count; n++)
            {
                LayerRow[] rows = Rows(randomCase.Network, measured.LayerA[(n * measured.LayerCount * square)..((n + 1) * measured.LayerCount * square)]);
                double[] a = measured.A[(n * square)..((n + 1) * square)];
                double trace = Enumerable.Range(0, classes).Sum(c => a[(c * classes) + c]);
                double[] eigenvalues = SymmetricEigenvalues.Of(a, classes);

                Numbers.AssertClose(trace, rows.Sum(row => row.Trace), 1e-12, "sum of the traces");
                Numbers.AssertWithin([eigenvalues[0]], [rows.Sum(row => row.LambdaMinPart)], 1e-12 * eigenvalues[^1], "sum of the parts of λ_min");
                Assert.All(rows, row => Assert.True(row.LambdaMinPart >= 0));
                Numbers.AssertClose(1, rows.Sum(row => row.TraceShare), 1e-9, "sum of the shares of the trace");
                if (eigenvalues[0] > 1e-9 * eigenvalues[^1])
                {
                    Numbers.AssertClose(1, rows.Sum(row => row.LambdaMinShare), 1e-9, "sum of the shares of λ_min");
                    Numbers.AssertClose(1, rows.Sum(row => row.LambdaMinShareWithoutOutputBias ?? 0), 1e-9, "sum of the shares of λ_min without the output bias");
                    positive++;
                }

                if (randomCase.Network.HasOutputBias)
                {
                    Assert.Equal(("output bias", 1.0, classes), (rows[^1].Name, rows[^1].LambdaMinPart, rows[^1].Trace));
                    withBias++;
                }
            }
        });
        Assert.True(withBias > 60 && positive > 60, $"{withBias} samples with an output bias, {positive} with a positive eigenvalue");
    }

    [Fact]
    public void Finish_SplitIntoBatches_SameBits()
    {
        RandomCase randomCase = RandomCase.Of(2, dropout: false);
        Measurements all = randomCase.Expected;
        int length = all.LayerCount * all.Classes * all.Classes;
        LayerRow[] together = [.. Finish(randomCase.Network, all)];
        Assert.True(all.Count > 1);
        Assert.Equal(together, Rows(randomCase.Network, [.. Enumerable.Range(0, all.Count).Select(n => all.LayerA[(n * length)..((n + 1) * length)])]));
    }

    [Fact]
    public void Begin_AfterRows_ForgetsThem()
    {
        var aggregator = new LayerAggregator(Small);
        aggregator.Add(Measured(Small, [9, 0, 0, 9, 9, 0, 0, 9]));
        aggregator.Begin();
        Assert.Throws<InvalidOperationException>(() => aggregator.Finish(0).Length);
        aggregator.Add(Measured(Small, [1, 0, 0, 3, 4, 0, 0, 4]));
        Assert.Equal(Rows(Small, [1, 0, 0, 3, 4, 0, 0, 4]), aggregator.Finish(7).ToArray());
    }

    [Fact]
    public void Add_WithoutParts_Refused() =>
        Assert.Throws<ArgumentException>(() => new LayerAggregator(Small).Add(new Measurements(1, 2, MeasurementLevel.Matrix)));

    /// <summary>Rows of step 7 over samples with these parts, [l, c, c] each.</summary>
    private static LayerRow[] Rows(Network network, params double[][] samples)
    {
        var aggregator = new LayerAggregator(network);
        foreach (double[] parts in samples)
        {
            aggregator.Add(Measured(network, parts));
        }

        return aggregator.Finish(7).ToArray();
    }

    private static LayerRow[] Finish(Network network, Measurements measurements)
    {
        var aggregator = new LayerAggregator(network);
        aggregator.Add(measurements);
        return aggregator.Finish(7).ToArray();
    }

    private static Measurements Measured(Network network, double[] parts)
    {
        var measurements = new Measurements(1, network.Classes, MeasurementLevel.Layers, network.ParameterLayers.Length) { Count = 1 };
        parts.CopyTo(measurements.LayerA, 0);
        return measurements;
    }

    private static void AssertClose(double[] expected, IEnumerable<double> actual) => Numbers.AssertWithin(expected, [.. actual], 1e-14, "value");
}
