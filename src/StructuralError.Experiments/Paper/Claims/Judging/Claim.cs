using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Judging;

/// <summary>
/// One claim, with the rule by which data decide it. A new claim is one file that derives from this, and its line in <c>PaperClaims</c>.
/// </summary>
/// <param name="Id">Short and stable, as <c>pearson-near-one</c>; also the anchor of its evidence in the report.</param>
/// <param name="Source">Where the paper says it: section, and theorem, equation or figure.</param>
/// <param name="Quote">The paper's own words, a few of them; empty where the claim is not the paper's.</param>
/// <param name="Sentence">What it says, in our words.</param>
/// <param name="Statistic">The statistic and its formula, so that anybody can compute it from the CSV files.</param>
/// <param name="Threshold">The threshold, and why there.</param>
/// <param name="Figures">Ids of the figures that show it, as <c>figure3</c>.</param>
public abstract record Claim(
    string Id, string Source, string Quote, string Sentence, string Statistic, string Threshold, IReadOnlyList<string> Figures,
    ClaimKind Kind = ClaimKind.Paper)
{
    /// <summary>Other choices for the numbers that were chosen; empty where none was.</summary>
    protected virtual IReadOnlyList<Thresholds> Grid => [];

    /// <summary>Decides it, and says how many settings of the grid decide alike.</summary>
    public ClaimResult Judge(ReproductionData data)
    {
        EvidenceBuilder cases = Collected(data, Thresholds.Default);
        EvidenceBuilder[] others = [.. Grid.Select(at => Collected(data, at))];
        return cases.Conclude(this, others);
    }

    /// <summary>Adds the cases of each reading. The first reading decides.</summary>
    protected abstract void Collect(EvidenceBuilder cases, Thresholds at);

    private EvidenceBuilder Collected(ReproductionData data, Thresholds at)
    {
        var cases = new EvidenceBuilder(data);
        Collect(cases, at);
        return cases;
    }
}
