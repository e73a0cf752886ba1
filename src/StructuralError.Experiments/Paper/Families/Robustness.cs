using StructuralError.Experiments.Paper.Claims;

namespace StructuralError.Experiments.Paper.Families;

/// <summary>Every claim over every member of a family.</summary>
/// <param name="Claims">In the order of the claims of each member.</param>
public sealed record Robustness(IReadOnlyList<MemberFit> Members, IReadOnlyList<ClaimRobustness> Claims)
{
    /// <param name="results">
    /// The claims as each member has them, in the order of the members: the same claims in the same order. Those that no member has values for are left out.
    /// </param>
    public static Robustness Of(IReadOnlyList<(FamilyMember Member, IReadOnlyList<ClaimResult> Claims)> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        return new(
            [.. results.Select(item => MemberFit.Of(item.Member, item.Claims))],
            [
                .. Enumerable.Range(0, results[0].Claims.Count)
                    .Where(i => results.Any(item => item.Claims[i].Evidence.Any(evidence => evidence.Values.Count > 0)))
                    .Select(i => ClaimRobustness.Of([.. results.Select(item => (item.Member.Name, item.Claims[i]))])),
            ]);
    }

    /// <summary>How many claims are the paper's own.</summary>
    public int OfPaper => Claims.Count(claim => claim.Kind == ClaimKind.Paper);

    /// <summary>How many of the paper's claims are of this stability.</summary>
    public int Count(Stability stability) => Claims.Count(claim => claim.Kind == ClaimKind.Paper && claim.Stability == stability);
}
