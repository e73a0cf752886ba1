using StructuralError.Experiments.Paper.Claims;

namespace StructuralError.Experiments.Paper.Families;

/// <summary>Every claim over every member of a family.</summary>
/// <param name="Claims">In the order of the claims of each member.</param>
public sealed record Robustness(IReadOnlyList<MemberFit> Members, IReadOnlyList<ClaimRobustness> Claims)
{
    /// <param name="results">The claims as each member has them, in the order of the members: the same claims in the same order.</param>
    public static Robustness Of(IReadOnlyList<(FamilyMember Member, IReadOnlyList<ClaimResult> Claims)> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        return new(
            [.. results.Select(item => MemberFit.Of(item.Member, item.Claims))],
            [
                .. results[0].Claims.Select((_, i) => ClaimRobustness.Of([.. results.Select(item => (item.Member.Name, item.Claims[i]))])),
            ]);
    }

    /// <summary>How many claims are the paper's own.</summary>
    public int OfPaper => Claims.Count(claim => claim.Kind == ClaimKind.Paper);

    /// <summary>How many of the paper's claims are of this stability.</summary>
    public int Count(Stability stability) => Claims.Count(claim => claim.Kind == ClaimKind.Paper && claim.Stability == stability);
}
