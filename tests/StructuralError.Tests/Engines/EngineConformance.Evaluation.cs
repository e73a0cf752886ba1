using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using Xunit;

namespace StructuralError.Tests.Engines;

/// <summary>Loss and accuracy over a whole data set.</summary>
public abstract partial class EngineConformance
{
    [Theory]
    [InlineData(Precision.F32, 1)]
    [InlineData(Precision.F32, 23)]
    [InlineData(Precision.F64, 4)]
    [InlineData(Precision.F64, 5)]
    [InlineData(Precision.F64, 24)]
    public void Evaluate_AnyNumberOfSamples_EqualsMeanOfMeasure(Precision precision, int samples)
    {
        const int Capacity = 5;
        Network network = new NetworkBuilder(TensorShape.Image(2, 6, 5)).Conv(3, 3).Relu().Dropout(0.5).MaxPool(2, 2).Flatten().Linear(4).Build();
        var networks = new RandomNetworks(new System.Random(11), dropout: false);
        Dataset data = RandomData(network, networks, samples);
        using IEngine engine = Create(network, precision, Capacity);
        engine.Load(networks.DrawParameters(network));
        double loss = 0;
        int correct = 0;
        var measured = new Measurements(Capacity, network.Classes, MeasurementLevel.Loss);
        foreach (int[] indices in Enumerable.Range(0, samples).Chunk(Capacity))
        {
            engine.Measure(new Batch(data, indices, 0), measured);
            loss += measured.Loss.Take(measured.Count).Sum();
            correct += measured.Correct.Take(measured.Count).Count(isCorrect => isCorrect);
        }

        Evaluation evaluation = engine.Evaluate(data);
        Assert.Equal(samples, evaluation.Samples);
        Numbers.AssertClose(loss / samples, evaluation.Loss, precision == Precision.F64 ? 1e-12 : 1e-6, "loss");
        Numbers.AssertClose((double)correct / samples, evaluation.Accuracy, 1e-15, "accuracy");
    }
}
