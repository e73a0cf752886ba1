using StructuralError.Core.Structure;
using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Tests.Analysis.Claims;

/// <summary>Made-up runs and networks: three seeds that differ a little, everything else as a test wants it.</summary>
internal static class MadeUp
{
    /// <summary>Steps of an epoch of MNIST.</summary>
    public const int Epoch = 938;

    public static readonly int[] Depths = [0, 1, 2, 3, 4, 5];

    /// <summary>Models a to d with one block.</summary>
    public static readonly (string Model, int K)[] OneBlock = [("a", 1), ("b", 1), ("c", 1), ("d", 1)];

    /// <summary>Runs for each model and depth; the row gets model, k and t.</summary>
    public static ReproductionData Runs(IEnumerable<(string Model, int K)> cases, Func<string, int, int, StepRow> row, Func<TrainedRun, IReadOnlyList<IndependenceRow>>? independence = null)
    {
        List<TrainedRun> runs = [];
        foreach ((string model, int k) in cases)
        {
            for (long seed = 0; seed < 3; seed++)
            {
                StepRow[] steps = [.. Enumerable.Range(0, Epoch).Select(t => Disturb(row(model, k, t) with { Step = t }, seed, t))];
                var run = new TrainedRun { Name = $"{model}-k{k}-s{seed}", Model = model, K = k, Seed = seed, Parameters = 100_000, Steps = steps };
                runs.Add(independence is null ? run : run with { Independence = independence(run) });
            }
        }

        return new() { Dataset = "made-up", Runs = runs, Initial = [] };
    }

    /// <summary>Networks for each model and depth at width 128, and at depth 1 for four widths.</summary>
    public static ReproductionData Networks(IEnumerable<string> models, Func<string, int, int, InitialMeasurement> network)
    {
        List<InitialMeasurement> networks = [];
        foreach (string model in models)
        {
            foreach ((int k, int width) in Enumerable.Range(0, 21).Select(k => (k, 128)).Concat([(1, 32), (1, 64), (1, 256)]))
            {
                for (long seed = 0; seed < 3; seed++)
                {
                    InitialMeasurement made = network(model, k, width);
                    networks.Add(made with { Model = model, K = k, Width = width, Seed = seed, U = made.U + (1e-4 * seed), L = made.L - (1e-4 * seed) });
                }
            }
        }

        return new() { Dataset = "made-up", Runs = [], Initial = networks };
    }

    /// <summary>Parts of one step: a first layer, the run's k blocks with these traces (i = 1 is nearest to the input), output layer and output bias.</summary>
    public static LayerRow[] Layers(TrainedRun run, long step, Func<int, double> trace)
    {
        LayerRow Part(int part, string name, double value) => new()
        {
            Step = step,
            Part = part,
            Name = name,
            Trace = value * (1 + (1e-4 * run.Seed)),
            LambdaMinPart = 1,
            TraceShare = 0.1,
            LambdaMinShare = 0.1,
            TraceShareWithoutOutputBias = null,
            LambdaMinShareWithoutOutputBias = null,
        };
        return
        [
            Part(0, "layer0 linear", 3), .. Enumerable.Range(1, run.K).Select(i => Part(i, $"layer{i} linear", trace(i))),
            Part(run.K + 1, $"layer{run.K + 1} linear", 7), Part(run.K + 2, "output bias", 10),
        ];
    }

    /// <summary>A number between −1 and 1 that looks random.</summary>
    public static double Noise(long seed, int t) => Math.Sin((12.9898 * t) + (78.233 * seed));

    /// <summary>From <paramref name="from"/> before the step to <paramref name="to"/> from <paramref name="end"/> on, straight over the 60 steps before it.</summary>
    public static double Ramp(int t, double end, double from, double to) => from + ((to - from) * Math.Clamp((t - (end - 60)) / 60, 0, 1));

    public static StepRow Row { get; } = new()
    {
        Step = 0,
        Epoch = 0,
        Samples = 64,
        Loss = 1,
        Accuracy = 0.5,
        LogFittingError = -1,
        LogGradientNorm = 1,
        U = -2,
        L = -3,
        G = 1,
        S = -4,
        UpperBound = 0,
        LowerBound = -2,
        LogMeanFittingError = -1,
        LogMeanGradientNorm = 1,
        LambdaMinMean = 8,
        LambdaMaxMean = 20,
        LambdaMinMin = 7,
        LambdaMaxMax = 21,
        Theorem3Violations = 0,
    };

    public static IndependenceRow Independence { get; } = new()
    {
        Step = 0,
        Samples = 64,
        Parameters = 100_000,
        LogEpsilonSquared = 1,
        SmallestNormRatio = 1,
        MeanAbsoluteCosine = 0.002,
        LargestAbsoluteCosine = 0.01,
        NormFailures = 0,
        CosineFailures = 0,
        U = -1,
        BoundOfU = -1 - (2 * Math.Log(1 - (2 * Math.Log(10) / 100_000))),
        UViolations = 0,
        G = 0.1,
        BoundOfG = 0.2,
        GViolations = 0,
        LambdaMinOverSmallestDiagonal = 1,
    };

    public static InitialMeasurement Network { get; } = new()
    {
        Model = "a",
        K = 0,
        Width = 128,
        Seed = 0,
        L = -3,
        LambdaMin = 8,
        LambdaMax = 20,
        UWithoutOutputBias = -2,
        LWithoutOutputBias = -3,
        Independence = Independence with { U = -2, G = 1 },
    };

    private static StepRow Disturb(StepRow row, long seed, int t) => row with
    {
        LogFittingError = row.LogFittingError + (0.01 * Noise(seed, t)),
        LogGradientNorm = row.LogGradientNorm + (0.01 * Noise(seed, t)),
        PearsonUpper = row.PearsonUpper + (0.01 * Noise(seed, t)),
        PearsonLower = row.PearsonLower + (0.01 * Noise(seed, t)),
    };
}
