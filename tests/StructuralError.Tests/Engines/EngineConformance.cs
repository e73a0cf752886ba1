using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using Xunit;

namespace StructuralError.Tests.Engines;

/// <summary>
/// What every engine must show: PyTorch's values, the identities that hold for every sample, agreement with the oracle, the same bytes for any
/// number of threads, honest errors. One derived class an engine.
/// </summary>
public abstract partial class EngineConformance
{
    protected static readonly SgdOptions PlainGradient = new(LearningRate: 1, Momentum: 0, WeightDecay: 0);

    public static TheoryData<Precision> Precisions => [Precision.F32, Precision.F64];

    /// <param name="seed">Seed of the dropout masks.</param>
    protected abstract IEngine Create(Network network, Precision precision, int batchCapacity, int threads, long seed);

    /// <summary>Whether a step says what ‖∇R_n‖² and ‖θ‖² were.</summary>
    protected virtual bool SumsNorms => false;

    protected IEngine Create(Network network, Precision precision, int batchCapacity) => Create(network, precision, batchCapacity, threads: 2, seed: 1);

    /// <summary>Agreement with an independent computation, relative to the largest entry of a tensor.</summary>
    private static double Agreement(Precision precision) => precision == Precision.F64 ? 1e-10 : 1e-4;

    protected static Batch All(Dataset data, long step = 0) => new(data, Enumerable.Range(0, data.Count).ToArray(), step);

    protected static Measurements AllMeasurements(Network network, int capacity) =>
        new(capacity, network.Classes, MeasurementLevel.Layers, network.ParameterLayers.Length);

    protected static ParameterSet Saved(IEngine engine, Network network)
    {
        var parameters = new ParameterSet(network);
        engine.Save(parameters);
        return parameters;
    }

    protected static void AssertSameBits(Measurements expected, Measurements actual, string what)
    {
        Assert.Equal(expected.Count, actual.Count);
        int n = expected.Count, c = expected.Classes;
        bool structure = expected.Level >= MeasurementLevel.Structure;
        Numbers.AssertSameBits(expected.Loss.AsSpan(0, n), actual.Loss.AsSpan(0, n), $"{what} loss");
        Assert.Equal(expected.Correct[..n], actual.Correct[..n]);
        if (structure)
        {
            Numbers.AssertSameBits(expected.Logits.AsSpan(0, n * c), actual.Logits.AsSpan(0, n * c), $"{what} logits");
            Numbers.AssertSameBits(expected.FittingError.AsSpan(0, n), actual.FittingError.AsSpan(0, n), $"{what} fitting error");
            Numbers.AssertSameBits(expected.GradientNorm.AsSpan(0, n), actual.GradientNorm.AsSpan(0, n), $"{what} gradient norm");
            Numbers.AssertSameBits(expected.Eigenvalues.AsSpan(0, n * c), actual.Eigenvalues.AsSpan(0, n * c), $"{what} eigenvalues");
        }

        if (expected.Level >= MeasurementLevel.Matrix)
        {
            Numbers.AssertSameBits(expected.A.AsSpan(0, n * c * c), actual.A.AsSpan(0, n * c * c), $"{what} A");
        }

        if (expected.Level >= MeasurementLevel.Layers)
        {
            int length = n * expected.LayerCount * c * c;
            Numbers.AssertSameBits(expected.LayerA.AsSpan(0, length), actual.LayerA.AsSpan(0, length), $"{what} layer A");
        }
    }
}
