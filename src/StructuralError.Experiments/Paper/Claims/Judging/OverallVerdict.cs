namespace StructuralError.Experiments.Paper.Claims.Judging;

/// <summary>From the cases to the verdict, the one rule for all claims and readings.</summary>
/// <remarks>
/// A theorem, an identity or a step of a proof is about every case: one case against it decides against it. A claim of the text that holds in some cases
/// and not in others, each decided by itself, is reproduced in part. Where no case has any data, nothing can be decided. Nothing is corrected for the number
/// of cases: with n cases exactly at their thresholds, chance finds one against the claim with a probability of up to 2.5 n %.
/// </remarks>
public static class OverallVerdict
{
    public static Verdict Of(ClaimKind kind, IReadOnlyCollection<Evidence> evidence)
    {
        if (evidence.Count > 0 && evidence.All(item => item.Values.Count == 0))
        {
            return Verdict.CannotBeDecided;
        }

        bool against = evidence.Any(item => item.Verdict == Verdict.NotReproduced), holds = evidence.Any(item => item.Verdict == Verdict.Reproduced);
        if (against)
        {
            return holds && !ClaimKinds.IsUniversal(kind) ? Verdict.ReproducedInPart : Verdict.NotReproduced;
        }

        return holds && evidence.All(item => item.Verdict == Verdict.Reproduced) ? Verdict.Reproduced : Verdict.Undecided;
    }
}
