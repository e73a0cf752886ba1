using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims;

/// <summary>One claim of the paper's text, with the rule by which data decide it.</summary>
/// <param name="Id">Short and stable, as <c>pearson-near-one</c>; also the anchor of its evidence in the report.</param>
/// <param name="Source">Where the paper says it: section, and theorem, equation or figure.</param>
/// <param name="Sentence">What it says, in our words.</param>
/// <param name="Statistic">The statistic and its formula, so that anybody can compute it from the CSV files.</param>
/// <param name="Threshold">The threshold, and why there.</param>
/// <param name="Figures">Ids of the figures that show it, as <c>figure3</c>.</param>
public abstract record Claim(string Id, string Source, string Sentence, string Statistic, string Threshold, IReadOnlyList<string> Figures)
{
    /// <summary>Decides it.</summary>
    public abstract ClaimResult Judge(ReproductionData data);

    /// <summary>The claim with what was found.</summary>
    internal ClaimResult Result(Verdict verdict, string finding, IReadOnlyList<Evidence> evidence, IReadOnlyList<Observation> context) =>
        new(Id, Source, Sentence, Statistic, Threshold, Figures, verdict, finding, evidence, context);
}
