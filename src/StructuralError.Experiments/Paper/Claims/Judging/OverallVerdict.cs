namespace StructuralError.Experiments.Paper.Claims.Judging;

/// <summary>
/// From the cases to the claim, the one rule for all claims: a claim is about every case it names, so a single case against it decides against it; it is
/// reproduced when every case says so; with a case undecided or missing, or with no case at all, it is inconclusive.
/// </summary>
/// <remarks>
/// Nothing is corrected for the number of cases: with n cases exactly at their thresholds, chance finds one against the claim with a probability of up to
/// 2.5 n %.
/// </remarks>
public static class OverallVerdict
{
    public static Verdict Of(IReadOnlyCollection<Evidence> evidence)
    {
        if (evidence.Any(item => item.Verdict == Verdict.NotReproduced))
        {
            return Verdict.NotReproduced;
        }

        return evidence.Count > 0 && evidence.All(item => item.Verdict == Verdict.Reproduced) ? Verdict.Reproduced : Verdict.Inconclusive;
    }
}
