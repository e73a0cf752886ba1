namespace StructuralError.Experiments.Paper.Claims;

/// <summary>A claim decided, as <c>claims.json</c> has it; the first six are the claim's own.</summary>
/// <param name="Finding">What was found, in a sentence or two, with the figures.</param>
/// <param name="Evidence">The statistic in each case looked at.</param>
/// <param name="Context">What helps to read the evidence and decides nothing: the onsets behind a rank correlation, for instance.</param>
public sealed record ClaimResult(
    string Id,
    string Source,
    string Sentence,
    string Statistic,
    string Threshold,
    IReadOnlyList<string> Figures,
    Verdict Verdict,
    string Finding,
    IReadOnlyList<Evidence> Evidence,
    IReadOnlyList<Observation> Context);
