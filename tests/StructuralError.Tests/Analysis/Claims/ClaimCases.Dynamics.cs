using StructuralError.Core.Structure;
using StructuralError.Experiments.Paper.Evidence;
using static StructuralError.Tests.Analysis.Claims.MadeUp;

namespace StructuralError.Tests.Analysis.Claims;

internal static partial class ClaimCases
{
    private static IEnumerable<ClaimCase> Dynamics()
    {
        StepRow row = Row;
        yield return Runs(
            "skip-enlarges-lambda-min-in-training",
            [.. Over("a", "b"), ("c", 1), ("d", 1)],
            (model, _, t) => row with { U = model is "b" or "d" ? -3 - (0.001 * t) : -2 - (0.001 * t) },
            (model, _, _) => row with { U = model is "b" or "d" ? -1 : -2 },
            (model, k, _) => row with { U = model is "b" or "d" ? (k == 4 ? -1 : -3) : -2 });
        yield return Runs("depth-delays-settling", Over("a"), (_, k, t) => Settling(t, 200 + (100 * k)), (_, k, t) => Settling(t, 700 - (100 * k)));
        yield return Runs("depth-delays-onset", Over("a"), (_, k, t) => Falling(t, 50 + (150 * k)), (_, k, t) => Falling(t, k % 2 == 0 ? 100 : 300));
        yield return Runs(
            "onset-at-settling",
            Over("a"),
            (_, k, t) => Settling(t, 200 + (100 * k)) with { LogFittingError = Falling(t, 190 + (100 * k)).LogFittingError },
            (_, k, t) => Settling(t, 200 + (100 * k)) with { LogFittingError = Falling(t, 600 - (100 * k)).LogFittingError });
        yield return Runs(
            "structure-approaches-zero",
            Over("a"),
            (_, k, _) => Nearer(k, Math.Exp(-0.5 * k)),
            (_, k, _) => Nearer(k, 1 + k),
            (_, k, t) => Nearer(k, t < 400 ? Math.Exp(-0.5 * k) : 1 + k));
        yield return Runs("skip-removes-delay", Over("b"), (_, k, t) => Falling(t, 300 - (40 * k)), (_, k, t) => Falling(t, 50 + (40 * k)));
        yield return Runs("skip-keeps-structural-error", Over("b"), (_, k, _) => row with { S = -8 - k }, (_, k, _) => row with { S = -8 + k });
        yield return Runs(
            "skip-settles-sooner",
            Over("a", "b"),
            (model, k, t) => Settling(t, model == "b" ? 200 : 300 + (150 * k)),
            (model, _, t) => Settling(t, model == "b" ? 700 : 400),
            (model, k, t) => Settling(t, model == "b" && k == 2 ? 700 : model == "b" ? 200 : 400));
        yield return Runs(
            "skip-converges-faster",
            Over("a", "b"),
            (model, k, t) => Falling(t, model == "b" ? 50 : 100 + (150 * k)),
            (model, _, t) => Falling(t, model == "b" ? 400 : 100),
            (model, k, t) => Falling(t, model == "b" && k == 3 ? 900 : model == "b" ? 100 : 300));
        yield return Runs(
            "gradient-elements-diminish",
            [.. Over("a", "b"), ("c", 1), ("d", 1)],
            (_, _, t) => row with { L = -3 + (0.001 * t) },
            (_, _, t) => row with { L = -3 - (0.001 * t) },
            (model, _, t) => row with { L = -3 + ((model == "a" ? 0.001 : -0.001) * t) });
        yield return new("gradients-tend-to-zero", () => Traced(0.1, 0.1), () => Traced(1, 1), () => Traced(0.1, 1));
        yield return Runs(
            "smaller-u-converges-faster",
            Over("a", "b"),
            (model, k, t) => Falling(t, 100 + (50 * Rank(model, k))) with { U = -8 + (0.5 * Rank(model, k)) },
            (model, k, t) => Falling(t, 100 + (50 * Rank(model, k))) with { U = -0.5 * Rank(model, k) });
    }

    private static int Rank(string model, int k) => k + (model == "a" ? 6 : 0);

    // The blocks' traces at step 0 and at the end; 1 in the middle.
    private static ReproductionData Traced(double first, double last)
    {
        ReproductionData data = MadeUp.Runs([("a", 1), ("b", 1), ("c", 1), ("d", 1)], (_, _, _) => Row);
        return data with
        {
            Runs =
            [
                .. data.Runs.Select(run => run with
                {
                    Layers = [.. MadeUp.Layers(run, 0, _ => 1000 * first), .. MadeUp.Layers(run, 400, _ => 1000), .. MadeUp.Layers(run, 937, _ => 1000 * last)],
                }),
            ],
        };
    }

    // S from -1 to -10, where it stands from the step on.
    private static StepRow Settling(int t, int step) => Row with { S = Ramp(t, step, -1, -10) };

    // The fitting error at its initial level until the step, then down by 0.03 a step.
    private static StepRow Falling(int t, int step) => Row with { LogFittingError = -0.1 - (0.03 * Math.Max(0, t - step)) };

    private static StepRow Nearer(int k, double share) => Row with { U = -2 * share, L = -3 * share, G = share + (1e-3 / (1 + k)) };
}
