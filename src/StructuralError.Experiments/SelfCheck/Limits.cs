using StructuralError.Core.Engines;

namespace StructuralError.Experiments.SelfCheck;

/// <summary>What rounding explains, relative to the largest entry of a tensor. A wrong kernel is off by orders of magnitude more.</summary>
internal static class Limits
{
    public static Precision[] Precisions { get; } = [Precision.F64, Precision.F32];

    public static string Name(Precision precision) => precision == Precision.F64 ? "f64" : "f32";

    /// <summary>One measurement, or a few steps, against an independent computation.</summary>
    public static double OfMeasurements(Precision precision) => precision == Precision.F64 ? 1e-10 : 1e-4;

    /// <summary>Some steps, in which differences grow.</summary>
    public static double OfSteps(Precision precision) => precision == Precision.F64 ? 1e-9 : 1e-4;

    /// <summary>Identities among float64 results of one measurement.</summary>
    public const double OfSums = 1e-12;

    /// <summary>Inequalities, of which one side comes from the run's precision.</summary>
    public static double OfBounds(Precision precision) => precision == Precision.F64 ? 1e-12 : 1e-5;
}
