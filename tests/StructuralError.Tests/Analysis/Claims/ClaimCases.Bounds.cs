using StructuralError.Core.Structure;

namespace StructuralError.Tests.Analysis.Claims;

internal static partial class ClaimCases
{
    private static IEnumerable<ClaimCase> Bounds()
    {
        StepRow row = MadeUp.Row;
        yield return Runs("theorem3-holds", MadeUp.OneBlock, (_, _, _) => row, (model, _, t) => row with { Theorem3Violations = model == "c" && t == 700 ? 1 : 0 });
        yield return Runs(
            "pearson-near-one",
            MadeUp.OneBlock,
            (_, _, t) => row with { PearsonUpper = t < 500 ? 0.1 : 0.96, PearsonLower = t < 500 ? 0.1 : 0.95 },
            (model, _, _) => row with { PearsonUpper = 0.96, PearsonLower = model == "d" ? 0.8 : 0.95 });
        yield return Runs(
            "alignment-grows",
            MadeUp.OneBlock,
            (_, _, t) => row with { PearsonUpper = 0.001 * t, PearsonLower = 0.0005 * t },
            (_, _, t) => row with { PearsonUpper = 0.001 * t, PearsonLower = 0.95 - (0.0005 * t) });
        yield return Runs("gap-narrows", MadeUp.OneBlock, (_, _, t) => row with { G = 2 - (0.001 * t) }, (model, _, t) => row with { G = model == "a" ? 1 + (0.001 * t) : 2 - (0.001 * t) });
        yield return Runs(
            "gradient-norm-falls",
            [.. Over("a", "b"), ("c", 1), ("d", 1)],
            (_, _, t) => row with { LogGradientNorm = 2 - (0.004 * t) },
            (model, k, t) => row with { LogGradientNorm = model == "a" && k == 5 ? 0.3 + (0.004 * t) : 2 - (0.004 * t) });
        yield return Runs("gradient-norm-governs-when-still", MadeUp.OneBlock, (_, _, t) => Governed(t, alsoWhileMoving: false), (_, _, t) => Governed(t, alsoWhileMoving: true));
    }

    // U and L fall over the first 100 steps and stand still then. While they stand, MadeUp's noise is the same in both series, so the norm governs the error.
    private static StepRow Governed(int t, bool alsoWhileMoving)
    {
        double fall = Math.Min(t, 100) / 20.0, norm = t < 100 ? t / 50.0 : 2;
        return MadeUp.Row with { U = -fall, L = -1 - fall, LogGradientNorm = norm, LogFittingError = alsoWhileMoving ? norm : -norm };
    }
}
