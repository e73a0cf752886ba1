using StructuralError.Core.Statistics;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Judging;

/// <content>Cases from training runs.</content>
public sealed partial class EvidenceBuilder
{
    /// <summary>
    /// Claims about training are about an epoch: the paper's own mark is step 500, and a run that does not reach it (a quick one) decides none of them.
    /// </summary>
    public const long LastStepNeeded = 500;

    /// <summary>Fewest depths (or widths) over which "grows with" is asked.</summary>
    public const int FewestPoints = 3;

    /// <summary>Depths of a model's runs, ascending.</summary>
    public IReadOnlyList<int> Depths(string model) => [.. data.Runs.Where(run => run.Model == model).Select(run => run.K).Distinct().Order()];

    /// <summary>Every depth of these models; of one without a run the paper's, so that it is missed.</summary>
    public IEnumerable<(string Model, int K)> EveryDepth(IEnumerable<string> models) =>
        models.SelectMany(model => Depths(model).DefaultIfEmpty(Claim.PaperK).Select(k => (model, k)));

    /// <summary>One case: the seeds' runs of one model and depth.</summary>
    public void AddRuns(string model, int k, string quantity, Func<TrainedRun, double> statistic, Criterion criterion) =>
        AddCase(Name(model, k), Problem(model, k), quantity, Values(model, k, statistic), criterion);

    /// <summary>A case for each of <see cref="EveryDepth"/>.</summary>
    public void AddEveryDepth(IEnumerable<string> models, string quantity, Func<TrainedRun, double> statistic, Criterion criterion)
    {
        foreach ((string model, int k) in EveryDepth(models))
        {
            AddRuns(model, k, quantity, statistic, criterion);
        }
    }

    /// <summary>The seeds' runs of one model and depth without a verdict; nothing where there is no run.</summary>
    public void AddRunsContext(string model, int k, string quantity, Func<TrainedRun, double> statistic)
    {
        if (Problem(model, k) is null)
        {
            AddContext(Name(model, k), quantity, [.. Values(model, k, statistic)]);
        }
    }

    /// <summary>The same at each depth of a model.</summary>
    public void AddEveryDepthContext(string model, string quantity, Func<TrainedRun, double> statistic)
    {
        foreach (int k in Depths(model))
        {
            AddRunsContext(model, k, quantity, statistic);
        }
    }

    /// <summary>One case: two models at one depth, paired by seed, so that both have seen the same batches.</summary>
    public void AddPairs(string without, string with, int k, string quantity, Func<TrainedRun, TrainedRun, double> statistic, Criterion criterion) => AddCase(
        $"models {without} and {with}, k = {k}", Problem(without, k) ?? Problem(with, k), quantity,
        data.Of(without, k).Join(data.Of(with, k), run => run.Seed, run => run.Seed, (first, second) => new SeedValue(first.Seed, statistic(first, second))),
        criterion);

    /// <summary>One case: a model over its depths. The statistic gets one seed's runs in order of k; a seed counts if it has every depth.</summary>
    public void AddOverDepth(string model, string quantity, Func<IReadOnlyList<TrainedRun>, double> statistic, Criterion criterion)
    {
        IReadOnlyList<int> depths = Depths(model);
        string name = depths.Count == 0 ? $"model {model}" : $"model {model}, k = {depths[0]} to {depths[^1]}";
        AddSeries(name, "depths", [model], quantity, statistic, criterion);
    }

    /// <summary>One case: Kendall's τ_b of k and a quantity over the depths of a model.</summary>
    public void AddTrend(string model, string name, Func<TrainedRun, double> quantity, Criterion criterion) =>
        AddOverDepth(model, $"τ of k and {name}", runs => KendallTau.Of(runs, run => run.K, quantity), criterion);

    /// <summary>One case: all runs of these models. The statistic gets one seed's; a seed counts if it has every run.</summary>
    public void AddAcross(IReadOnlyList<string> models, string quantity, Func<IReadOnlyList<TrainedRun>, double> statistic, Criterion criterion) =>
        AddSeries($"models {string.Join(" and ", models)}, every k", "networks", models, quantity, statistic, criterion);

    private void AddSeries(
        string name, string members, IReadOnlyList<string> models, string quantity, Func<IReadOnlyList<TrainedRun>, double> statistic, Criterion criterion)
    {
        (string Model, int K)[] each = [.. models.SelectMany(model => Depths(model).Select(k => (model, k)))];
        string? problem = each.Length < FewestPoints
            ? Fewer(members, each.Length)
            : each.Select(member => Problem(member.Model, member.K)).FirstOrDefault(text => text is not null);
        var seeds = data.Runs.Where(run => models.Contains(run.Model)).OrderBy(run => run.Model, StringComparer.Ordinal).ThenBy(run => run.K)
            .GroupBy(run => run.Seed).Where(seed => seed.Count() == each.Length).OrderBy(seed => seed.Key);
        AddCase(name, problem, quantity, seeds.Select(seed => new SeedValue(seed.Key, statistic([.. seed]))), criterion);
    }

    private IEnumerable<SeedValue> Values(string model, int k, Func<TrainedRun, double> statistic) =>
        data.Of(model, k).Select(run => new SeedValue(run.Seed, statistic(run)));

    private static string Fewer(string what, int found) => $"{what}: {found}, and {FewestPoints} are needed";

    private static string Name(string model, int k) => $"model {model}, k = {k}";

    private string? Problem(string model, int k) => data.Of(model, k) switch
    {
        [] => $"no run of model {model} with k = {k}",
        var runs when runs.Any(run => run.Steps is not [.., { Step: >= LastStepNeeded }]) =>
            $"the runs of model {model} with k = {k} end before step {LastStepNeeded}",
        _ => null,
    };
}
