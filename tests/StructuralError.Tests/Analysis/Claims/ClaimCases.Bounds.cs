using StructuralError.Core.Structure;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Tests.Analysis.Claims;

internal static partial class ClaimCases
{
    private static IEnumerable<ClaimCase> Bounds()
    {
        StepRow row = MadeUp.Row;
        yield return Runs("theorem3-holds", MadeUp.OneBlock, (_, _, _) => row, (model, _, t) => row with { Theorem3Violations = model == "c" && t == 700 ? 1 : 0 });
        yield return Runs(
            "proposition-1-holds", MadeUp.OneBlock, (_, _, _) => row with { Proposition1Violations = 0 },
            (model, _, t) => row with { Proposition1Violations = model == "c" && t == 700 ? 1 : 0 });
        yield return Runs(
            "pearson-near-one",
            MadeUp.OneBlock,
            (_, _, t) => row with { PearsonUpper = t < 500 ? 0.1 : 0.96, PearsonLower = t < 500 ? 0.1 : 0.95 },
            (_, _, _) => row with { PearsonUpper = 0.5, PearsonLower = 0.8 },
            (model, _, _) => row with { PearsonUpper = 0.96, PearsonLower = model == "d" ? 0.8 : 0.95 });
        yield return new("stationary-points-are-optima", () => Standing(0.01, 0.01), () => Standing(0.9, 0.9), () => Standing(0.01, 0.9));
        yield return Runs("alignment-grows", MadeUp.OneBlock, (_, _, t) => Aligned(t, 1, 1), (_, _, t) => Aligned(t, 0, 0), (_, _, t) => Aligned(t, 1, 0));
        yield return Runs(
            "gap-narrows",
            MadeUp.OneBlock,
            (_, _, t) => row with { G = 2 - (0.001 * t) },
            (_, _, t) => row with { G = 1 + (0.001 * t) },
            (model, _, t) => row with { G = model == "a" ? 1 + (0.001 * t) : 2 - (0.001 * t) });
        yield return Runs(
            "gradient-norm-falls",
            [.. Over("a", "b"), ("c", 1), ("d", 1)],
            (_, _, t) => row with { LogMeanGradientNorm = 2 - (0.004 * t) },
            (_, _, t) => row with { LogMeanGradientNorm = 0.3 + (0.004 * t), LogGradientNorm = 2 - (0.004 * t) },
            (model, k, t) => row with { LogMeanGradientNorm = model == "a" && k == 5 ? 0.3 + (0.004 * t) : 2 - (0.004 * t) });
        yield return Runs(
            "fitting-error-equivalent-to-gradient-norm",
            [.. Over("a", "b"), ("c", 1), ("d", 1)],
            (_, _, t) => row with { LogMeanFittingError = -0.003 * t, LogMeanGradientNorm = -0.001 * t },
            (_, _, t) => row with { LogMeanFittingError = -0.003 * t, LogMeanGradientNorm = 0.001 * t },
            (_, k, t) => row with { LogMeanFittingError = -0.003 * t, LogMeanGradientNorm = (k == 1 ? 0.001 : -0.001) * t });
        yield return Runs(
            "lower-gradient-norm-lowers-fitting-error",
            Over("a", "b"),
            (_, _, t) => row with { S = -0.001 * t, LogGradientNorm = -0.004 * t, LogFittingError = -0.005 * t },
            (_, _, t) => row with { S = -0.001 * t, LogGradientNorm = -0.004 * t, LogFittingError = 0.005 * t },
            (model, _, t) => row with { S = -0.001 * t, LogGradientNorm = -0.004 * t, LogFittingError = (model == "a" ? -0.005 : 0.005) * t });
        yield return Runs(
            "larger-eigenvalues-smaller-error",
            [.. Over("a", "b"), ("c", 1), ("d", 1)],
            (_, _, t) => Eigenvalues(t, -1, -1),
            (_, _, t) => Eigenvalues(t, 1, 1),
            (_, _, t) => Eigenvalues(t, -1, 1));
        yield return Runs(
            "gradient-norm-governs-when-still",
            MadeUp.OneBlock,
            (_, _, t) => Governed(t, alsoWhileMoving: false),
            (_, _, t) => Governed(t, alsoWhileMoving: true) with { LogFittingError = t < 100 ? Governed(t, alsoWhileMoving: true).LogFittingError : 2 - (0.01 * (t - 100)) },
            (_, _, t) => Governed(t, alsoWhileMoving: true));
    }

    private static ReproductionData Standing(double withoutSkip, double withSkip) => new()
    {
        Dataset = "made-up",
        Runs = [],
        Initial = [],
        StationaryPoints =
        [
            .. MadeUp.OneBlock.SelectMany(network => Enumerable.Range(0, 3).Select(
                seed => new StationaryPoint(network.Model, seed, 64, 500, 2.3, 2.3, (network.Model is "b" or "d" ? withSkip : withoutSkip) + (1e-3 * seed), 0, 0))),
        ],
    };

    // The bounds follow the error; from step 400 on with a tenth of the distance where the sign is 1, as before where it is 0.
    private static StepRow Aligned(int t, int upper, int lower)
    {
        double error = Math.Sin(0.7 * t), other = Math.Cos(1.3 * t);
        return MadeUp.Row with { LogFittingError = error, UpperBound = error + (other * Distance(upper)), LowerBound = error - (other * Distance(lower)) };
        double Distance(int falls) => falls == 1 && t >= 400 ? 0.1 : 1;
    }

    // ln E_f = noise of its own ± ln λ, at a gradient norm that goes its own way.
    private static StepRow Eigenvalues(int t, int smallest, int largest)
    {
        double low = Math.Sin(0.9 * t), high = Math.Cos(1.7 * t);
        return MadeUp.Row with { U = -low, L = -high, LogGradientNorm = Math.Sin(2.3 * t), LogFittingError = (smallest * low) + (largest * high) };
    }

    // U and L fall over the first 100 steps and stand still then. While they stand, MadeUp's noise is the same in both series, so the norm governs the error.
    private static StepRow Governed(int t, bool alsoWhileMoving)
    {
        double fall = Math.Min(t, 100) / 20.0, norm = t < 100 ? t / 50.0 : 2;
        return MadeUp.Row with { U = -fall, L = -1 - fall, LogGradientNorm = norm, LogFittingError = alsoWhileMoving ? norm : -norm };
    }
}
