using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Judging;

/// <summary>
/// One claim, with the rule by which data decide it. A new claim is a record that derives from this, in a file of its own or beside its sisters, and its line
/// in <c>PaperClaims</c>.
/// </summary>
/// <param name="Id">Short and stable, as <c>pearson-near-one</c>; also the anchor of its evidence in the report.</param>
/// <param name="Source">Where the paper says it: section, and theorem, equation or figure.</param>
/// <param name="Quote">The paper's own words, a few of them; empty where the claim is not the paper's.</param>
/// <param name="Sentence">What it says, in our words.</param>
/// <param name="Statistic">The statistic and its formula, so that anybody can compute it from the CSV files.</param>
/// <param name="Threshold">The threshold, and why there.</param>
/// <param name="Figures">Ids of the figures that show it, as <c>figure3</c>.</param>
/// <param name="Grid">Other choices for the numbers that were chosen; null where none was.</param>
public abstract record Claim(
    string Id, string Source, string Quote, string Sentence, string Statistic, string Threshold, IReadOnlyList<string> Figures,
    ClaimKind Kind = ClaimKind.Paper, IReadOnlyList<Thresholds>? Grid = null)
{
    /// <summary>Blocks in the models of the paper's figures 2 to 4.</summary>
    public const int PaperK = 1;

    /// <summary>Decides it, and says how many settings of the grid decide alike.</summary>
    public ClaimResult Judge(ReproductionData data)
    {
        EvidenceBuilder cases = Collected(data, Thresholds.Default);
        return cases.Conclude(this, [.. (Grid ?? []).Select(at => Collected(data, at))]);
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
