using System.Collections.Immutable;
using System.Globalization;
using StructuralError.Runs.Specs;

namespace StructuralError.Experiments.Paper;

/// <summary>With what the paper's experiments are run.</summary>
/// <param name="Common">What all of them share: data, precision and device.</param>
/// <param name="Seeds">Their number; they count from 0.</param>
/// <param name="IsQuick">Fewer steps than the paper trained.</param>
public sealed record ReproductionSettings(RunSpec Common, int Seeds, bool IsQuick)
{
    // Long enough for local Pearson coefficients over 50 steps to show, short enough for a first look within two minutes.
    private const int QuickSteps = 200;

    // Measuring layer by layer costs more than a step; a point each ten steps makes the same curve.
    private const int StructureEvery = 10;

    private static readonly string[] CommonFields = ["dataset", "data_dir", "mirror", "precision", "device"];

    public IEnumerable<long> SeedValues => Enumerable.Range(0, Seeds).Select(seed => (long)seed);

    /// <summary>The options of <c>train</c> for one training.</summary>
    public ImmutableArray<string> Arguments(PlannedTraining training, long seed) =>
    [
        "--model", training.Model, "--k", Text(training.K), "--seed", Text(seed),
        .. CommonFields.Select(name => SpecFields.Find(name)!).Where(field => !field.IsDefault(Common)).SelectMany(field => (string[])[field.Option, field.Text(Common)]),
        "--structure-every", Text(StructureEvery),
        .. IsQuick ? (string[])["--steps", Text(QuickSteps)] : [],
    ];

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
