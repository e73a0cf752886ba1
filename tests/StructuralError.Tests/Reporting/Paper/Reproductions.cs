using StructuralError.Core.Statistics;
using StructuralError.Core.Structure;
using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Tests.Reporting.Figures;

namespace StructuralError.Tests.Reporting.Paper;

/// <summary>Made-up measurements of everything the paper's figures show.</summary>
internal static class Reproductions
{
    private static readonly string[] Parts = ["layer1 linear 784 → 128", "layer3 linear 128 → 128", "layer5 linear 128 → 10", "output bias"];

    public static ReproductionData Empty { get; } = new() { Dataset = "mnist", Runs = [], Initial = [] };

    /// <param name="seeds">Of each network.</param>
    /// <param name="steps">Of each run.</param>
    public static ReproductionData Make(int seeds = 3, int steps = 150) => new()
    {
        Dataset = "mnist",
        Runs =
        [
            .. from model in (string[])["a", "b", "c", "d"]
               from k in model is "a" or "b" ? Enumerable.Range(0, 6) : [1]
               from seed in Enumerable.Range(0, seeds)
               select Run(model, k, seed, steps),
        ],
        Initial =
        [
            .. from model in (string[])["a", "b", "c", "d"]
               from size in Enumerable.Range(0, 9).Select(k => (Width: 128, K: k)).Concat(((int[])[16, 64, 256]).Select(width => (Width: width, K: 1))).Order()
               from seed in Enumerable.Range(0, seeds)
               select Initial(model, size.K, size.Width, seed),
        ],
    };

    public static TrainedRun Run(string model, int k, int seed, int steps)
    {
        LocalPearson upper = new(), lower = new();
        StepRow[] rows = [.. SampleFigures.Run(steps, seed: (100 * k) + (10 * model[0]) + seed).Select(row => row with
        {
            PearsonUpper = upper.Add(row.LogFittingError, row.UpperBound),
            PearsonLower = lower.Add(row.LogFittingError, row.LowerBound + (row.U * row.U)),
        })];
        return new TrainedRun
        {
            Name = $"mnist-{model}-k{k}-s{seed}",
            Model = model,
            K = k,
            Seed = seed,
            Parameters = 1000 * (k + 1),
            Steps = rows,
            Layers = [.. rows.SelectMany(row => Parts.Select((name, part) => Layer(row, part, name)))],
            Independence = [.. rows.Select(row => Independence(row.Step, 1000 * (k + 1), row.U, row.G))],
        };
    }

    private static InitialMeasurement Initial(string model, int k, int width, int seed)
    {
        double u = -3.0 / (k + 1) - (0.01 * seed), g = 1.0 / (k + 1) + (0.02 * seed);
        return new InitialMeasurement
        {
            Model = model,
            K = k,
            Width = width,
            Seed = seed,
            L = u - g,
            LambdaMin = Math.Exp(-u),
            LambdaMax = Math.Exp(g - u),
            UWithoutOutputBias = double.PositiveInfinity,
            LWithoutOutputBias = u - g,
            Independence = Independence(0, (784L + (k * width)) * width, u, g),
        };
    }

    private static LayerRow Layer(StepRow row, int part, string name)
    {
        double share = part == 3 ? 0.1 : 0.3;
        double? without = part == 3 ? null : 1.0 / 3;
        return new LayerRow
        {
            Step = row.Step,
            Part = part,
            Name = name,
            Trace = 100 * share,
            LambdaMinPart = 10 * share,
            TraceShare = share,
            LambdaMinShare = share,
            TraceShareWithoutOutputBias = without,
            LambdaMinShareWithoutOutputBias = without,
        };
    }

    private static IndependenceRow Independence(long step, long parameters, double u, double g) => new()
    {
        Step = step,
        Samples = 64,
        Parameters = parameters,
        LogEpsilonSquared = 2,
        SmallestNormRatio = 0.8,
        MeanAbsoluteCosine = 0.2,
        LargestAbsoluteCosine = 0.5,
        NormFailures = 64,
        CosineFailures = 64,
        U = u,
        BoundOfU = u - 1,
        UViolations = 64,
        G = g,
        BoundOfG = 20 / Math.Sqrt(parameters),
        GViolations = 64,
        LambdaMinOverSmallestDiagonal = 0.5,
    };
}
