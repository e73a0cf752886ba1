using StructuralError.Core.Structure;
using StructuralError.Experiments.Measure;

namespace StructuralError.Tests.Reporting.Csv;

/// <summary>Made-up rows in which no two columns hold the same value.</summary>
internal static class StructureRows
{
    public static LayerRow Layer(long step, int part, string? name = null) => new()
    {
        Step = step,
        Part = part,
        Name = name ?? FormattableString.Invariant($"layer{part} conv2d 1 → 16, kernel 3"),
        Trace = 0.1 + step,
        LambdaMinPart = 1.0 / 3,
        TraceShare = 0.2,
        LambdaMinShare = double.NaN,
        TraceShareWithoutOutputBias = part == 2 ? null : 0.4,
        LambdaMinShareWithoutOutputBias = part == 2 ? null : 0.5,
    };

    /// <summary>Three parts of each of these steps.</summary>
    public static LayerRow[] Layers(params long[] steps) => [.. from step in steps from part in Enumerable.Range(0, 3) select Layer(step, part, part == 2 ? "output \"bias\"" : null)];

    public static IndependenceRow Independence(long step, double offset = 0) => new()
    {
        Step = step,
        Samples = 64,
        Parameters = 5_000_000_000,
        LogEpsilonSquared = -0.1 + offset,
        SmallestNormRatio = 0.2 + offset,
        MeanAbsoluteCosine = 1.0 / 3 + offset,
        LargestAbsoluteCosine = 0.4 + offset,
        NormFailures = 5,
        CosineFailures = 6,
        U = double.PositiveInfinity,
        BoundOfU = -0.7 + offset,
        UViolations = 8,
        G = 0.9 + offset,
        BoundOfG = 1.1 + offset,
        GViolations = 12,
        LambdaMinOverSmallestDiagonal = 1.3 + offset,
    };

    public static InitialMeasurement Initial(string model, int k, long seed) => new()
    {
        Model = model,
        K = k,
        Width = 128,
        Seed = seed,
        L = -2.5,
        LambdaMin = 3.5,
        LambdaMax = 4.5,
        UWithoutOutputBias = double.PositiveInfinity,
        LWithoutOutputBias = -5.5,
        Independence = Independence(0) with { U = -1.5, G = 1 },
    };
}
