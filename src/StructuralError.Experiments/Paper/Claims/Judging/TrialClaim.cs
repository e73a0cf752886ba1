using StructuralError.Core.Statistics;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Judging;

/// <summary>A claim about an experiment that varies one thing: a case for each network in which it was varied.</summary>
/// <param name="Experiment">Its <see cref="Trial.Experiment"/>.</param>
/// <param name="Quantity">What the statistic is, as evidence calls it.</param>
/// <param name="Of">The statistic.</param>
/// <param name="Side">The side on which it is wanted, at a setting of the grid.</param>
public abstract record TrialClaim(
    string Id, string Source, string Quote, string Sentence, string Statistic, string Threshold, string Experiment, string Quantity, TrialStatistic Of,
    Func<Thresholds, Criterion> Side, ClaimKind Kind = ClaimKind.Paper, IReadOnlyList<Thresholds>? Grid = null)
    : Claim(Id, Source, Quote, Sentence, Statistic, Threshold, [], Kind, Grid)
{
    /// <summary>The experiment of each reading; the first decides.</summary>
    protected virtual IReadOnlyList<(string Reading, string Experiment)> Readings => [(string.Empty, Experiment)];

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        foreach ((string reading, string experiment) in Readings)
        {
            cases.Read(reading);
            Collect(cases, experiment, Side(at));
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
            if (levels < Of.FewestLevels)
            {
                cases.AddMissing(trials.Key, Quantity, FormattableString.Invariant($"levels: {levels}, and {Of.FewestLevels} are needed"));
                continue;
            }

            var seeds = trials.GroupBy(trial => trial.Seed).Where(seed => seed.Count() == levels).OrderBy(seed => seed.Key);
            cases.Add(trials.Key, Quantity, [.. seeds.Select(seed => new SeedValue(seed.Key, Of.Value([.. seed.OrderBy(trial => trial.Level)])))], criterion);
            foreach (IGrouping<double, Trial> level in trials.GroupBy(trial => trial.Level).OrderBy(level => level.Key))
            {
                cases.AddContext(
                    FormattableString.Invariant($"{trials.Key}, {experiment} {level.Key}"), "value",
                    [.. level.OrderBy(trial => trial.Seed).Select(trial => new SeedValue(trial.Seed, trial.Value))]);
            }
        }
    }
}

/// <summary>A number from one seed's trials of an experiment.</summary>
/// <param name="FewestLevels">Fewest levels that it needs.</param>
/// <param name="Value">Of the trials in order of level.</param>
public sealed record TrialStatistic(int FewestLevels, Func<IReadOnlyList<Trial>, double> Value)
{
    /// <summary>Kendall's τ_b of level and value.</summary>
    public static TrialStatistic Trend { get; } =
        new(EvidenceBuilder.FewestPoints, trials => KendallTau.Of(trials, trial => trial.Level, trial => trial.Value));

    /// <summary>Value at the highest level less that at the lowest.</summary>
    public static TrialStatistic Change { get; } = new(2, trials => trials[^1].Value - trials[0].Value);

    /// <summary>Value at the one level there is.</summary>
    public static TrialStatistic Only { get; } = new(1, trials => trials[^1].Value);
}
