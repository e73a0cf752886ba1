using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Tests.Engines;
using TorchSharp;
using Xunit;

namespace StructuralError.Torch.Tests;

/// <summary>A step leaves no tensor behind, by TorchSharp's own count.</summary>
public sealed class MemoryTests
{
    [Theory]
    [InlineData(MeasurementLevel.Loss)]
    [InlineData(MeasurementLevel.Layers)]
    public void Step_Many_LeaveNoTensorBehind(MeasurementLevel level)
    {
        Network network = new NetworkBuilder(TensorShape.Image(1, 9, 8)).Conv(5, 3, padding: 1).Relu().MaxPool(2, 2).Residual(block => block.Conv(5, 3, padding: 1))
            .AvgPool(2, 1).Dropout(0.3).LayerNorm().Flatten().Linear(11).Linear(7).Build();
        (ParameterSet parameters, Dataset data) = LayerExamples.Draw(network);
        using var engine = new TorchEngine(network, new EngineOptions(Precision.F64, data.Count, 2, 1));
        using var referee = new TorchReferee(network);
        engine.Load(parameters);
        var measured = new Measurements(data.Count, network.Classes, level, network.ParameterLayers.Length);
        var matrices = new Measurements(data.Count, network.Classes, MeasurementLevel.Matrix);
        var batch = new Batch(data, Enumerable.Range(0, data.Count).ToArray(), 0);
        void Work()
        {
            for (int step = 0; step < 5; step++)
            {
                engine.Step(batch with { Step = step }, new SgdOptions(0.01, 0.9, 0.001), measured);
                engine.Measure(batch, measured);
            }

            _ = engine.Evaluate(data);
            engine.Save(parameters);
            referee.Load(parameters);
            referee.Measure(batch, matrices);
        }

        Work();
        long before = torch.Tensor.TotalCount;
        Work();
        Work();
        Assert.Equal(before, torch.Tensor.TotalCount);
    }
}
