using StructuralError.Experiments.Specs;
using StructuralError.Runs;

namespace StructuralError.Reporting.Runs;

/// <summary>Finds runs that must not be counted as seeds of their own.</summary>
internal static class RunCopies
{
    /// <summary>Every run but the first of its kind, in order.</summary>
    public static IReadOnlyList<RunCopy> Among(IReadOnlyList<Run> runs) =>
    [
        .. runs.GroupBy(run => StoredIdentity.Draw(run.Manifest), StringComparer.Ordinal)
            .SelectMany(same => same.Skip(1).Select(run => new RunCopy(run, same.First()))),
    ];

    /// <summary>The runs without copies, in order.</summary>
    public static IReadOnlyList<T> Without<T>(IReadOnlyList<T> runs, Func<T, Run> run) => [.. runs.DistinctBy(item => StoredIdentity.Draw(run(item).Manifest))];
}
