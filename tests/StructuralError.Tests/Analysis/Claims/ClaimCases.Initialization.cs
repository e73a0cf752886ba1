using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Tests.Analysis.Claims;

internal static partial class ClaimCases
{
    private static IEnumerable<ClaimCase> Initialization()
    {
        InitialMeasurement network = MadeUp.Network;
        yield return Networks(
            "depth-shrinks-structure",
            ["a", "c"],
            (_, k, _) => Shrunk(k),
            (_, k, _) => Scaled(1 + (0.1 * k)),
            (model, k, _) => model == "c" ? Shrunk(k) with { G = 1 + (0.1 * k) } : Shrunk(k));
        yield return Networks(
            "skip-depth-trends",
            ["b", "d"],
            (_, k, _) => network with { U = -2 - (0.1 * k), L = -3 - (0.2 * k), G = 1 + (0.1 * k) },
            (_, k, _) => network with { U = -2 + (0.2 * k), L = -3 + (0.1 * k), G = 1 - (0.01 * k) },
            (_, k, _) => network with { U = -2 - (0.2 * k), L = -3 - (0.1 * k), G = 1 - (0.01 * k) });
        yield return Networks(
            "upper-term-dominates",
            ["b", "d"],
            (_, _, _) => network with { U = 5, L = 1 },
            (_, _, _) => network with { U = 1, L = -4 },
            (model, _, _) => network with { U = model == "b" ? 5 : 1, L = model == "b" ? 1 : -4 });
        yield return Networks(
            "skip-enlarges-lambda-min",
            ["a", "b", "c", "d"],
            (model, k, _) => network with { U = model is "b" or "d" && k > 0 ? -4 : -2 },
            (model, k, _) => network with { U = model is "b" or "d" && k != 7 ? -4 : -2.5 },
            (model, k, _) => network with { U = model == "d" || (model == "b" && k != 7) ? -4 : -2.5 });
        yield return Networks(
            "parameters-lower-structural-error",
            ["a", "c"],
            (_, k, width) => Sized(k, width, slope: -1),
            (_, k, width) => Sized(k, width, slope: 1),
            (model, k, width) => Sized(k, width, slope: model == "a" ? 1 : -1));
        yield return Networks(
            "skip-breaks-independence",
            ["a", "b", "c", "d"],
            (model, _, _) => Columns(row => row with { MeanAbsoluteCosine = model is "b" or "d" ? 0.4 : 0.1 }),
            (model, _, _) => Columns(row => row with { MeanAbsoluteCosine = model is "b" or "d" ? 0.1 : 0.4 }),
            (model, _, _) => Columns(row => row with { MeanAbsoluteCosine = model is "b" or "c" ? 0.4 : 0.1 }));
        yield return new("skip-stops-decay-over-blocks", () => Decaying(-1.5, -0.2), () => Decaying(-0.2, -1.5), () => Decaying(-1.5, -1.5));
    }

    // Traces of the blocks' parts at step 0, in nats a block towards the input.
    private static ReproductionData Decaying(double without, double with)
    {
        ReproductionData data = MadeUp.Runs(Over("a", "b"), (_, _, _) => MadeUp.Row);
        return data with { Runs = [.. data.Runs.Select(run => run with { Layers = MadeUp.Layers(run, 0, i => Math.Exp((run.Model == "a" ? without : with) * (run.K - i))) })] };
    }

    private static InitialMeasurement Shrunk(int k) => Scaled(Math.Exp(-0.3 * k));

    private static InitialMeasurement Scaled(double share) =>
        MadeUp.Network with { U = -2 * share, L = -3 * share, G = share, UWithoutOutputBias = -1 * share, LWithoutOutputBias = -2 * share };

    private static InitialMeasurement Sized(int k, int width, double slope)
    {
        long parameters = width * (800L + (k * width));
        double u = slope * Math.Log(parameters);
        return Columns(row => row with { Parameters = parameters }) with { U = u, L = u - 1, G = 1 };
    }
}
