using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using Xunit;

namespace StructuralError.Tests.Engines;

/// <summary>How much is asked for changes nothing of what is measured or learned.</summary>
public abstract partial class EngineConformance
{
    [Trait("Speed", "Slow")]
    [Theory]
    [MemberData(nameof(Precisions))]
    public void Step_MoreAskedFor_GivesTheSameBits(Precision precision) => RandomCase.ForEach(
        RandomCases / 2,
        randomCase =>
        {
            (Measurements structure, ParameterSet expected) = StepAt(MeasurementLevel.Structure, randomCase, precision);
            (Measurements matrix, ParameterSet afterMatrix) = StepAt(MeasurementLevel.Matrix, randomCase, precision);
            (Measurements layers, ParameterSet afterLayers) = StepAt(MeasurementLevel.Layers, randomCase, precision);

            AssertSameBits(structure, matrix, "with A:");
            AssertSameBits(matrix, layers, "with the parts:");
            Numbers.AssertSameBits(expected, afterMatrix, "after a step with A:");
            Numbers.AssertSameBits(expected, afterLayers, "after a step with the parts:");
        },
        dropout: true);

    private (Measurements Measured, ParameterSet After) StepAt(MeasurementLevel level, RandomCase randomCase, Precision precision)
    {
        using IEngine engine = Create(randomCase.Network, precision, randomCase.Capacity);
        engine.Load(randomCase.Parameters);
        var measured = new Measurements(randomCase.Capacity, randomCase.Network.Classes, level, randomCase.Network.ParameterLayers.Length);
        engine.Step(randomCase.Batch, PlainGradient, measured);
        return (measured, Saved(engine, randomCase.Network));
    }
}
