using StructuralError.Core.Structure;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Tests.Analysis.Claims;

internal static partial class ClaimCases
{
    // S of these runs settles here.
    private const int SettledAt = 300;

    private static IEnumerable<ClaimCase> Independence()
    {
        yield return Networks("theorem4-bounds", ["a", "b", "c", "d"], (_, _, _) => MadeUp.Network, (model, _, _) => Columns(row => row with { UViolations = model == "b" ? 64 : 0 }));
        yield return Networks(
            "smallest-eigenvalue-bound",
            ["a", "b", "c", "d"],
            (_, _, _) => MadeUp.Network,
            (_, k, _) => Columns(row => row with { LambdaMinOverSmallestDiagonal = 0.9 - (0.01 * k) }));
        yield return Networks("condition-at-initialisation", ["a", "c"], (_, _, _) => MadeUp.Network, (_, _, _) => Columns(row => row with { NormFailures = 64 }));
        yield return Phases("condition-fails-early", early: 60, late: 0, whereFalse: 3);
        yield return Phases("condition-returns", early: 0, late: 2, whereFalse: 50);
        yield return Networks(
            "shrinkage-without-output-bias",
            ["a", "c"],
            (_, k, _) => Shrunk(k),
            (_, k, _) => Shrunk(k) with { UWithoutOutputBias = 0.5 * k, LWithoutOutputBias = 0.4 * k });
    }

    // Failures in cosines of 64 samples, before and after settling; where the claim is false, `whereFalse` in both.
    private static ClaimCase Phases(string id, int early, int late, int whereFalse) => new(id, () => Failing(early, late), () => Failing(whereFalse, whereFalse));

    private static ReproductionData Failing(int early, int late) => MadeUp.Runs(
        [("a", 1), ("a", 2), ("c", 1)],
        (_, _, t) => Settling(t, SettledAt),
        run => [.. run.Steps.Where(row => row.Step % 10 == 0).Select(row => Cosines(row.Step, row.Step < SettledAt ? early : late))]);

    private static IndependenceRow Cosines(long step, int failures) => MadeUp.Independence with { Step = step, CosineFailures = failures };
}
