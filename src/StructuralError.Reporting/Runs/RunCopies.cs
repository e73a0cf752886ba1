using StructuralError.Experiments.Specs;
using StructuralError.Runs;

namespace StructuralError.Reporting.Runs;

/// <summary>Finds runs that must not be counted as seeds of their own.</summary>
internal static class RunCopies
{
    /// <summary>Every run but the first of its kind, in order.</summary>
    public static IReadOnlyList<RunCopy> Among(IEnumerable<DrawnRun> runs) =>
        [.. runs.GroupBy(run => run.Draw, StringComparer.Ordinal).SelectMany(same => same.Skip(1).Select(run => new RunCopy(run, same.First())))];

    /// <summary>The runs without copies, in order.</summary>
    public static IReadOnlyList<T> Without<T>(IReadOnlyList<T> runs, Func<T, DrawnRun> run) => [.. runs.DistinctBy(item => run(item).Draw)];
}

/// <summary>What tells a run from its copies.</summary>
/// <param name="Draw">See <see cref="StoredIdentity.Draw"/>.</param>
public sealed record DrawnRun(string Path, long? Seed, string Draw)
{
    internal static DrawnRun Of(Run run) => new(run.Path, run.Seed, StoredIdentity.Draw(run.Manifest));
}

/// <summary>A run that is no repetition of its own: a copy of another, or one whose seed gives the same random numbers.</summary>
/// <param name="Of">The run that counts.</param>
internal sealed record RunCopy(DrawnRun Run, DrawnRun Of)
{
    /// <summary>For a warning.</summary>
    public string Words => Run.Seed == Of.Seed
        ? $"{Run.Path}: is the same run as {Of.Path}; it counts once."
        : FormattableString.Invariant($"{Run.Path}: its seed {Run.Seed} gives the same random numbers as {Of.Seed}, the seed of {Of.Path}; they count once.");
}
