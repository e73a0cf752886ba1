using StructuralError.Core.Statistics;
using StructuralError.Reporting.Runs;
using StructuralError.Runs;

namespace StructuralError.Reporting.Html.Model;

/// <summary>Runs that differ in their seed alone; copies of one, and seeds that give the same random numbers, count once.</summary>
/// <param name="Values">Of <see cref="RunSettings.Differing"/>, in order.</param>
internal sealed record SeedGroup(string Model, string? Dataset, IReadOnlyList<string> Values, IReadOnlyList<Run> Runs)
{
    /// <summary>Of the completed runs, in the order in which they first appear.</summary>
    public static IReadOnlyList<SeedGroup> Of(IReadOnlyList<Run> runs, RunSettings settings) =>
    [
        .. runs.Where(run => run.IsCompleted)
            .GroupBy(run => (Model: run.Manifest.Network?.Name ?? "", run.Manifest.Dataset?.Name, Values: string.Join('\n', ValuesOf(run, settings))))
            .Select(group => new SeedGroup(group.Key.Model, group.Key.Name, ValuesOf(group.First(), settings), RunCopies.Without([.. group], DrawnRun.Of))),
    ];

    private static string[] ValuesOf(Run run, RunSettings settings) => [.. settings.Differing.Select(name => RunSettings.Value(name, run))];

    /// <summary>Over the seeds; NaN where a run has no such value.</summary>
    public SeedInterval Over(Func<Run, double?> value) => SeedInterval.Of([.. Runs.Select(run => value(run) ?? double.NaN)]);
}
