using StructuralError.Experiments.Paper.Claims;

namespace StructuralError.Reporting.Claims;

/// <summary>What the paper says in one sentence, and the claims that it comes to.</summary>
/// <param name="Says">The sentence, in our words.</param>
/// <param name="Ids">Of its claims.</param>
/// <param name="Figure">Id of the figure that shows it; null for none.</param>
public sealed record Theme(string Says, IReadOnlyList<string> Ids, string? Figure)
{
    /// <summary>The paper in six sentences: each of its claims belongs to one.</summary>
    public static IReadOnlyList<Theme> All { get; } =
    [
        new(
            "The fitting error lies between two bounds that gradient norm and structural matrix give, and while training goes on it comes to follow them.",
            ["pearson-near-one", "alignment-grows", "gap-narrows"], "figure2"),
        new(
            "Where the structural error does not grow, a lower gradient norm lowers the fitting error: so SGD finds optima of a problem that is not convex.",
            [
                "gradient-norm-falls", "fitting-error-equivalent-to-gradient-norm", "lower-gradient-norm-lowers-fitting-error",
                "gradient-norm-governs-when-still", "larger-eigenvalues-smaller-error", "stationary-points-are-optima",
            ],
            null),
        new(
            "Many parameters with independent gradients make the structural error small (Theorem 4); dropout, initialisation and SGD's noise help.",
            [
                "theorem4-under-its-hypothesis", "condition-at-initialisation", "condition-improves-with-parameters", "condition-fails-early",
                "condition-returns", "parameters-lower-structural-error", "parameters-narrow-gap", "dropout-weakens-dependence", "initialisers-less-correlated",
                "sgd-noise-weakens-dependence",
            ],
            null),
        new(
            "Without skip connections depth lets U, L and G fall towards 0; with them the smallest eigenvalue is larger and gradients do not decay.",
            [
                "depth-shrinks-structure", "skip-enlarges-lambda-min", "skip-enlarges-lambda-min-in-training", "skip-depth-trends", "upper-term-dominates",
                "skip-stops-decay-over-blocks", "gradient-elements-diminish", "gradients-tend-to-zero", "skip-breaks-independence",
            ],
            "figure5"),
        new(
            "In training depth delays the time when the structure settles and the fitting error begins to fall; skip connections remove that delay.",
            [
                "depth-delays-settling", "depth-delays-onset", "onset-at-settling", "structure-approaches-zero", "skip-keeps-structural-error",
                "skip-settles-sooner", "skip-removes-delay", "skip-converges-faster", "smaller-u-converges-faster",
            ],
            "figure6"),
        new(
            "The loss regularises by itself: small parameters mean predictions that are nearly uniform (Theorem 2), and less overfitting.",
            ["near-zero-predictions-are-uniform", "weight-decay-makes-predictions-uniform", "weight-decay-reduces-overfitting"],
            null),
    ];

    /// <summary>Its claims among these, in its order.</summary>
    public IReadOnlyList<ClaimResult> Of(IReadOnlyList<ClaimResult> results) => [.. Ids.SelectMany(id => results.Where(result => result.Id == id))];

    /// <summary>What became of them, in a sentence.</summary>
    public static string Found(IReadOnlyList<ClaimResult> claims)
    {
        ArgumentNullException.ThrowIfNull(claims);
        var parts = claims.CountBy(claim => claim.Verdict).OrderBy(count => count.Key)
            .Select(count => FormattableString.Invariant($"{count.Value} {Verdicts.Name(count.Key)}"));
        return FormattableString.Invariant($"Of {claims.Count} {(claims.Count == 1 ? "claim" : "claims")}: {string.Join(", ", parts)}.");
    }

    /// <summary>How many cases of a claim hold, in its first reading; empty where it has none, and where none of them could decide it.</summary>
    public static string Cases(ClaimResult claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return claim.Readings is [{ Cases: > 0 } first, ..] && claim.Verdict != Verdict.CannotBeDecided
            ? FormattableString.Invariant($"{first.Holding} of {first.Cases} {(first.Cases == 1 ? "case" : "cases")}")
            : string.Empty;
    }
}
