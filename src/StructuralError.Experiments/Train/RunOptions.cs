using System.Collections.Immutable;
using StructuralError.Runs.Directories;

namespace StructuralError.Experiments.Train;

/// <summary>Where a run goes and what is done with one that is there; nothing here changes its numbers.</summary>
/// <param name="Out">The run directory, or null for the default name under <c>results/</c>.</param>
/// <param name="Force">Whether a run that is there is replaced.</param>
/// <param name="Resume">What to do where the run is there, but not finished.</param>
public sealed record RunOptions(string? Out = null, bool Force = false, ResumeMode Resume = ResumeMode.Auto)
{
    /// <summary>Each step whose number this divides is measured by a referee too; null for none.</summary>
    public long? Referee { get; init; }

    /// <summary>The program's arguments as they were given, for the manifest.</summary>
    public ImmutableArray<string> CommandLine { get; init; } = [];
}
