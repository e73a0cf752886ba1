using StructuralError.Core.Engines;

namespace StructuralError.Tests.Oracle;

/// <summary>Float32 as rounding of float64 values.</summary>
public static class Rounding
{
    public static double ToPrecision(double value, Precision precision) => precision == Precision.F32 ? (float)value : value;

    public static double[] ToPrecision(double[] values, Precision precision) =>
        precision == Precision.F32 ? [.. values.Select(value => (double)(float)value)] : values;
}
