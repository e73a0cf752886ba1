namespace StructuralError.Experiments.Paper.Claims;

/// <summary>What the data say of a claim.</summary>
public enum Verdict
{
    /// <summary>The statistic is on the claim's side of its threshold in every case, seeds' spread included.</summary>
    Reproduced,

    /// <summary>It is on the other side in at least one case, seeds' spread included.</summary>
    NotReproduced,

    /// <summary>Neither: the seeds disagree, or the data needed are not there.</summary>
    Inconclusive,
}
