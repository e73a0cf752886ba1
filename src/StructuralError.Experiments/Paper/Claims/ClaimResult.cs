namespace StructuralError.Experiments.Paper.Claims;

/// <summary>A claim decided.</summary>
/// <param name="Finding">What was found, in a sentence or two, with the figures.</param>
/// <param name="Evidence">The statistic in each case looked at.</param>
public sealed record ClaimResult(Claim Claim, Verdict Verdict, string Finding, IReadOnlyList<Evidence> Evidence)
{
    /// <summary>What helps to read the evidence and decides nothing: the onsets behind a rank correlation, for instance.</summary>
    public IReadOnlyList<Observation> Context { get; init; } = [];
}
