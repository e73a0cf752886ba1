using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Tests.Analysis.Claims;

internal static partial class ClaimCases
{
    private static IEnumerable<ClaimCase> Trials()
    {
        yield return Trials("zero-parameters-predict-uniformly", "zero", [0], _ => 0, _ => 1e-3, universal: true);
        yield return Trials("near-zero-predictions-are-uniform", "near-zero", [1e-3, 1e-2, 1e-1, 1], scale => 1e-6 + scale, scale => 1e-6 / scale, universal: true);
        yield return Trials("weight-decay-makes-predictions-uniform", "weight-decay", [0, 1e-3, 1e-2, 1e-1], decay => 0.9 - decay, decay => 0.5 + decay);
        yield return Trials("weight-decay-reduces-overfitting", "overfitting", [0, 1e-3, 1e-2, 1e-1], decay => 0.3 - decay, decay => 0.1 + decay);
        yield return Trials("dropout-weakens-dependence", "dropout", [0, 1], level => 0.1 - (0.05 * level), level => 0.1 + (0.05 * level));
        yield return Trials("initialisers-less-correlated", "initialiser", [0, 1], level => 0.1 - (0.05 * level), level => 0.1 + (0.05 * level));
        yield return Trials("sgd-noise-weakens-dependence", "batch-size", [16, 64, 512], size => 1e-3 * size, size => 1 / size);
        yield return Trials("gap-grows-with-classes", "classes", [2, 3, 5, 10, 30, 100], classes => Math.Log(classes), classes => 1 / classes);
        yield return Trials("gradient-norm-falls-later", "epochs", [5], _ => -1, _ => 1);
        yield return Trials("gap-narrows-later", "epochs-gap", [5], _ => -1, _ => 1);
    }

    /// <summary>Two networks in which one thing was varied, by three seeds that differ a little.</summary>
    private static ClaimCase Trials(
        string id, string experiment, double[] levels, Func<double, double> agrees, Func<double, double> contradicts, bool universal = false)
    {
        ReproductionData Data(Func<double, double> first, Func<double, double> second) => new()
        {
            Dataset = "made-up",
            Runs = [],
            Initial = [],
            Trials =
            [
                .. new[] { ("model a, k = 1", first), ("model b, k = 1", second) }.SelectMany(network => levels.SelectMany(level => Enumerable.Range(0, 3).Select(
                    seed => new Trial(experiment, network.Item1, level, seed, network.Item2(level) * (1 + (1e-4 * seed)))))),
            ],
        };
        return new(id, () => Data(agrees, agrees), () => Data(contradicts, contradicts), universal ? null : () => Data(agrees, contradicts));
    }
}
