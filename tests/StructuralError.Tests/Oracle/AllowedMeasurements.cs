using StructuralError.Core.Engines;
using StructuralError.Core.Networks;

namespace StructuralError.Tests.Oracle;

/// <summary>
/// What an engine in float32 may measure: the float64 values, once for each choice of sides at the kinks that lie within rounding. A ReLU whose input is +6e-9 in one engine and
/// −2e-8 in another is no error of either.
/// </summary>
public static class AllowedMeasurements
{
    /// <summary>Float32 inputs of a kink are off by some 2⁻²⁴ of the layer's largest; ten times that.</summary>
    public const double Width = 6e-7;

    private const int MostKinks = 6;

    /// <param name="batch">One sample; measured without dropout.</param>
    public static IReadOnlyList<Measurements> Of(Network network, ParameterSet parameters, Batch batch)
    {
        using var oracle = new ScalarEngine(network, Precision.F64, 1, seed: 0);
        oracle.Load(parameters);
        Measurements plain = Measure(oracle, network, batch, 0, out int near);
        return [plain, .. Enumerable.Range(1, (1 << Math.Min(near, MostKinks)) - 1).Select(others => Measure(oracle, network, batch, others, out _))];
    }

    private static Measurements Measure(ScalarEngine oracle, Network network, Batch batch, int others, out int near)
    {
        var sides = new KinkSides(Width, others);
        var measured = new Measurements(1, network.Classes, MeasurementLevel.Structure);
        oracle.Measure(batch, measured, sides);
        near = sides.Near;
        return measured;
    }
}
