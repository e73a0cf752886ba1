using StructuralError.Core.Structure;
using StructuralError.Experiments.Measure;
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
        yield return new("theorem4-under-its-hypothesis", () => Drawn(uAbove: 0), () => Drawn(uAbove: 1000));
        yield return Networks(
            "condition-at-initialisation",
            ["a", "c"],
            (_, _, _) => MadeUp.Network,
            (_, _, _) => Columns(row => row with { SmallestNormRatio = 0.5, LargestAbsoluteCosine = 0.5, NormFailures = 64, CosineFailures = 64 }),
            (_, _, _) => Columns(row => row with { LargestAbsoluteCosine = 0.5, CosineFailures = 64 }));
        yield return Networks(
            "condition-improves-with-parameters",
            ["a", "c"],
            (_, _, width) => Columns(row => row with { Parameters = 800 * width, LargestAbsoluteCosine = 1.0 / width }),
            (_, _, width) => Columns(row => row with { Parameters = 800 * width }),
            (model, _, width) => Columns(row => row with { Parameters = 800 * width, LargestAbsoluteCosine = model == "a" ? 1.0 / width : 0.1 }));
        yield return Networks(
            "parameters-narrow-gap",
            ["a", "c"],
            (_, k, width) => Narrowed(k, width, -1),
            (_, k, width) => Narrowed(k, width, 1),
            (model, k, width) => Narrowed(k, width, model == "a" ? 1 : -1));
        yield return new("condition-fails-early", () => Phases(0.1, 0.3, 0.1), () => Phases(0.2, 0.1, 0.2), () => Phases(0.1, 0.2, 0.3));
        yield return new(
            "condition-returns",
            () => Phases(0.1, 0.3, 0.1),
            () => Phases(0.1, 0.3, 0.1, row => row with { LargestAbsoluteCosine = 0.5, SmallestNormRatio = 0.5, NormFailures = 50, CosineFailures = 50 }),
            () => Phases(0.1, 0.3, 0.1, row => row with { LargestAbsoluteCosine = 0.5, CosineFailures = 50 }));
        yield return Networks(
            "shrinkage-without-output-bias",
            ["a", "c"],
            (_, k, _) => Shrunk(k),
            (_, k, _) => Shrunk(k) with { UWithoutOutputBias = 0.5 * k, LWithoutOutputBias = 0.4 * k });
    }

    // Mean |cos| at step 0, before S settles and after.
    private static ReproductionData Phases(double first, double early, double late, Func<IndependenceRow, IndependenceRow>? change = null) => MadeUp.Runs(
        [("a", 1), ("a", 2), ("c", 1)],
        (_, _, t) => Settling(t, SettledAt),
        run =>
        [
            .. run.Steps.Where(row => row.Step % 10 == 0).Select(row => MadeUp.Independence with
            {
                Step = row.Step,
                MeanAbsoluteCosine = row.Step == 0 ? first : row.Step < SettledAt ? early : late,
            }).Select(row => change is null ? row : change(row)),
        ]);

    private static InitialMeasurement Narrowed(int k, int width, double slope)
    {
        long parameters = width * (800L + (k * width));
        return Columns(row => row with { Parameters = parameters }) with { G = 20 + (slope * Math.Log(parameters)) };
    }

    private static ReproductionData Drawn(int uAbove) => new()
    {
        Dataset = "made-up",
        Runs = [],
        Initial = [],
        UniformDraws = [.. Enumerable.Range(0, 3).Select(seed => new UniformDraws(10, 100_000, seed, 1000, uAbove + (uAbove == 0 ? seed : -seed), 0, 90, 0))],
    };
}
