using System.Globalization;

namespace StructuralError.Experiments.Paper.Claims.Judging;

/// <summary>A number as people read it: three significant digits, whole above 1000, the same in every culture.</summary>
public static class RoundedNumber
{
    /// <summary>For instance <c>0.953</c>, <c>-1.2</c>, <c>5230</c>; <c>undefined</c> for NaN, <c>∞</c> and <c>-∞</c>.</summary>
    public static string Text(double value) => value switch
    {
        double.NaN => "undefined",
        double.PositiveInfinity => "∞",
        double.NegativeInfinity => "-∞",
        <= -999.5 or >= 999.5 => value.ToString("F0", CultureInfo.InvariantCulture),
        _ => value.ToString("G3", CultureInfo.InvariantCulture),
    };
}
