using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims;

/// <summary>One claim of the paper's text, with the rule by which data decide it.</summary>
public abstract class Claim
{
    /// <summary>Short and stable, as <c>pearson-near-one</c>; also the anchor of its evidence in the report.</summary>
    public abstract string Id { get; }

    /// <summary>Where the paper says it: section, and theorem, equation or figure.</summary>
    public abstract string Source { get; }

    /// <summary>What it says, in our words.</summary>
    public abstract string Sentence { get; }

    /// <summary>The statistic and its formula, so that anybody can compute it from the CSV files.</summary>
    public abstract string Statistic { get; }

    /// <summary>The threshold, and why there.</summary>
    public abstract string Threshold { get; }

    /// <summary>Ids of the figures that show it, as <c>figure3</c>.</summary>
    public abstract IReadOnlyList<string> Figures { get; }

    /// <summary>Decides it.</summary>
    public abstract ClaimResult Judge(ReproductionData data);
}
