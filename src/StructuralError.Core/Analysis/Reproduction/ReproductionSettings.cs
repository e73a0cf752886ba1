using System.Collections.Immutable;
using System.Globalization;

namespace StructuralError.Analysis.Reproduction;

/// <summary>With what the paper's experiments are run.</summary>
/// <param name="Dataset">As <c>--dataset</c> takes it.</param>
/// <param name="Seeds">Their number; they count from 0.</param>
/// <param name="IsQuick">Fewer steps than the paper trained.</param>
/// <param name="Precision"><c>f32</c> or <c>f64</c>.</param>
public sealed record ReproductionSettings(string Dataset, int Seeds, bool IsQuick, string Precision)
{
    // Long enough for the local Pearson coefficients of 50 steps to show, short enough for a first look in minutes.
    private const int QuickSteps = 200;

    // Measuring layer by layer costs more than a step; a point each ten steps makes the same curve.
    private const int StructureEvery = 10;

    public IEnumerable<long> SeedValues => Enumerable.Range(0, Seeds).Select(seed => (long)seed);

    /// <summary>The options of <c>train</c> for one training.</summary>
    public ImmutableArray<string> Arguments(PlannedTraining training, long seed) =>
    [
        "--model", training.Model, "--k", Text(training.K), "--seed", Text(seed), "--dataset", Dataset, "--precision", Precision,
        "--structure-every", Text(StructureEvery),
        .. IsQuick ? (string[])["--steps", Text(QuickSteps)] : [],
    ];

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
