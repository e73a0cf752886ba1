using StructuralError.Core.Statistics;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Judging;

/// <summary>A claim about an experiment that varies one thing: a case for each network in which it was varied.</summary>
/// <param name="Experiment">Its <see cref="Trial.Experiment"/>.</param>
/// <param name="Quantity">What the statistic is, as evidence calls it.</param>
public abstract record TrialClaim(
    string Id, string Source, string Quote, string Sentence, string Statistic, string Threshold, string Experiment, string Quantity,
    ClaimKind Kind = ClaimKind.Paper)
    : Claim(Id, Source, Quote, Sentence, Statistic, Threshold, [], Kind)
{
    /// <summary>Fewest levels that the statistic needs.</summary>
    protected virtual int FewestLevels => 2;

    protected abstract Criterion Criterion { get; }

    /// <summary><see cref="Criterion"/> where its number was chosen, at a setting of the grid.</summary>
    protected virtual Criterion CriterionAt(Thresholds at) => Criterion;

    /// <summary>The statistic of one seed's trials in order of level.</summary>
    protected abstract double Of(IReadOnlyList<Trial> trials);

    /// <summary>The experiment of each reading; the first decides.</summary>
    protected virtual IReadOnlyList<(string Reading, string Experiment)> Readings => [(string.Empty, Experiment)];

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach ((string reading, string experiment) in Readings)
        {
            cases.Read(reading);
            Collect(cases, experiment, CriterionAt(at));
        }
    }

    private void Collect(EvidenceBuilder cases, string experiment, Criterion criterion)
    {
        IGrouping<string, Trial>[] found = [.. cases.Data.Trials.Where(trial => trial.Experiment == experiment).GroupBy(trial => trial.Case)];
        if (found.Length == 0)
        {
            cases.AddMissing($"experiment {experiment}", Quantity, "it was not run");
        }

        foreach (IGrouping<string, Trial> trials in found)
        {
            int levels = trials.Select(trial => trial.Level).Distinct().Count();
            if (levels < FewestLevels)
            {
                cases.AddMissing(trials.Key, Quantity, FormattableString.Invariant($"levels: {levels}, and {FewestLevels} are needed"));
                continue;
            }

            var seeds = trials.GroupBy(trial => trial.Seed).Where(seed => seed.Count() == levels).OrderBy(seed => seed.Key);
            cases.Add(trials.Key, Quantity, [.. seeds.Select(seed => new SeedValue(seed.Key, Of([.. seed.OrderBy(trial => trial.Level)])))], criterion);
            foreach (IGrouping<double, Trial> level in trials.GroupBy(trial => trial.Level).OrderBy(level => level.Key))
            {
                cases.AddContext(
                    FormattableString.Invariant($"{trials.Key}, {experiment} {level.Key}"), "value",
                    [.. level.OrderBy(trial => trial.Seed).Select(trial => new SeedValue(trial.Seed, trial.Value))]);
            }
        }
    }

    /// <summary>Kendall's τ_b of level and value.</summary>
    protected static double Trend(IReadOnlyList<Trial> trials) =>
        KendallTau.Of([.. trials.Select(trial => trial.Level)], [.. trials.Select(trial => trial.Value)]);

    /// <summary>Value at the highest level less that at the lowest.</summary>
    protected static double Change(IReadOnlyList<Trial> trials) => trials[^1].Value - trials[0].Value;
}
