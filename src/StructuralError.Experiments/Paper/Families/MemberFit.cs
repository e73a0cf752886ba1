using StructuralError.Experiments.Paper.Claims;

namespace StructuralError.Experiments.Paper.Families;

/// <summary>A member, and how well it fits the paper's text.</summary>
/// <param name="Differences">In what it differs from the program's own networks and training.</param>
/// <param name="Fit">
/// Mean over the paper's claims of the share of their cases that hold, in their first reading, without claims that cannot be decided. NaN where none is left.
/// </param>
/// <param name="Reproduced">How many of the paper's claims are.</param>
/// <param name="InPart">How many are in part.</param>
/// <param name="NotReproduced">How many are not.</param>
/// <param name="Undecided">The others, undecided or impossible to decide.</param>
public sealed record MemberFit(string Name, string Text, string Differences, double Fit, int Reproduced, int InPart, int NotReproduced, int Undecided)
{
    public static MemberFit Of(FamilyMember member, IReadOnlyList<ClaimResult> results)
    {
        ArgumentNullException.ThrowIfNull(member);
        ClaimResult[] paper = [.. results.Where(result => result.Kind == ClaimKind.Paper)];
        double[] shares =
        [
            .. paper.Where(result => result.Verdict != Verdict.CannotBeDecided && result.Readings is [{ Cases: > 0 }, ..])
                .Select(result => (double)result.Readings[0].Holding / result.Readings[0].Cases),
        ];
        int Count(params Verdict[] verdicts) => paper.Count(result => verdicts.Contains(result.Verdict));
        return new(
            member.Name, member.Text, member.Differences, shares.Length == 0 ? double.NaN : shares.Average(), Count(Verdict.Reproduced),
            Count(Verdict.ReproducedInPart), Count(Verdict.NotReproduced), Count(Verdict.Undecided, Verdict.CannotBeDecided));
    }
}
