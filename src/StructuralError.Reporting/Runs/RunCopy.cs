namespace StructuralError.Reporting.Runs;

/// <summary>A run that is no repetition of its own: a copy of another, or one whose seed gives the same random numbers.</summary>
/// <param name="Of">The run that counts.</param>
internal sealed record RunCopy(DrawnRun Run, DrawnRun Of)
{
    /// <summary>For a warning.</summary>
    public string Words => Run.Seed == Of.Seed
        ? $"{Run.Path}: is the same run as {Of.Path}; it counts once."
        : FormattableString.Invariant($"{Run.Path}: its seed {Run.Seed} gives the same random numbers as {Of.Seed}, the seed of {Of.Path}; they count once.");
}
