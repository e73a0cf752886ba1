using System.Collections.Immutable;
using StructuralError.Runs.Directories;

namespace StructuralError.Cli.Training;

/// <summary>How a run is carried out; nothing here changes its numbers.</summary>
/// <param name="Out">The run directory, or null for the default name under <c>results/</c>.</param>
/// <param name="Resume">What to do where the run is there, but not finished.</param>
/// <param name="Progress"><c>auto</c>, <c>bar</c>, <c>plain</c>, <c>json</c> or <c>none</c>.</param>
/// <param name="Arguments">The program's arguments as they were given.</param>
internal sealed record TrainOptions(string? Out, bool Force, ResumeMode Resume, bool Quiet, bool Json, string Progress, bool DryRun, bool Explain, ImmutableArray<string> Arguments)
{
    /// <summary>Whether another program has started the run and ends it by closing its standard input.</summary>
    public bool Supervised { get; init; }
}
