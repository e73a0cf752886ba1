using StructuralError.Core.Statistics;

namespace StructuralError.Reporting.Html.Model;

/// <summary>Runs that differ in their seed alone.</summary>
/// <param name="Values">Of <see cref="RunSettings.Differing"/>, in order.</param>
internal sealed record SeedGroup(string Model, string? Dataset, IReadOnlyList<string> Values, IReadOnlyList<RunRecord> Runs)
{
    /// <summary>Of the completed runs, in the order in which they first appear.</summary>
    public static IReadOnlyList<SeedGroup> Of(IReadOnlyList<RunRecord> runs, RunSettings settings) =>
    [
        .. runs.Where(run => run.IsCompleted)
            .GroupBy(run => (Model: run.Network.Name ?? "", run.Data.Name, Values: string.Join('\n', settings.Differing.Select(name => RunSettings.Value(name, run)))))
            .Select(group => new SeedGroup(group.Key.Model, group.Key.Name, [.. settings.Differing.Select(name => RunSettings.Value(name, group.First()))], [.. group])),
    ];

    /// <summary>Over the seeds; NaN where a run has no such value.</summary>
    public SeedInterval Over(Func<RunRecord, double?> value) => SeedInterval.Of([.. Runs.Select(run => value(run) ?? double.NaN)]);
}
