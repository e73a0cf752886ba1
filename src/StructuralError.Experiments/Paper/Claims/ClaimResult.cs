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
    IReadOnlyList<Observation> Context)
{
    public ClaimKind Kind { get; init; } = ClaimKind.Paper;

    /// <summary>The paper's words.</summary>
    public string Quote { get; init; } = string.Empty;

    /// <summary>The verdict in each reading; the first one's is the claim's.</summary>
    public IReadOnlyList<Reading> Readings { get; init; } = [];
}

/// <summary>A claim as one reading of its sentence has it.</summary>
/// <param name="Name">Empty where the sentence allows only one.</param>
/// <param name="Holding">Cases that hold.</param>
/// <param name="Cases">All of them.</param>
/// <param name="Settings">Other choices of the thresholds that were tried.</param>
/// <param name="Agreeing">Those of them with the same verdict.</param>
public sealed record Reading(string Name, Verdict Verdict, int Holding, int Cases, int Settings, int Agreeing);
