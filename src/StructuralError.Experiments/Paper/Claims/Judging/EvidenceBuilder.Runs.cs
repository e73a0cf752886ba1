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

    /// <summary>Blocks in the models of the paper's figures 2 to 4.</summary>
    public const int PaperK = 1;

    /// <summary>Depths of a model's runs, ascending.</summary>
    public IReadOnlyList<int> Depths(string model) => [.. _data.Runs.Where(run => run.Model == model).Select(run => run.K).Distinct().Order()];

    /// <summary>One case: the seeds' runs of one model and depth.</summary>
    public void AddRuns(string model, int k, string quantity, Func<TrainedRun, double> statistic, Criterion criterion)
    {
        if (Problem(model, k) is { } problem)
        {
            AddMissing(Name(model, k), quantity, problem);
            return;
        }

        Add(Name(model, k), quantity, [.. _data.Of(model, k).Select(run => new SeedValue(run.Seed, statistic(run)))], criterion);
    }

    /// <summary>The same without a verdict; nothing where there is no run.</summary>
    public void AddRunsContext(string model, int k, string quantity, Func<TrainedRun, double> statistic)
    {
        if (Problem(model, k) is null)
        {
            AddContext(Name(model, k), quantity, [.. _data.Of(model, k).Select(run => new SeedValue(run.Seed, statistic(run)))]);
        }
    }

    /// <summary>One case: two models at one depth, paired by seed, so that both have seen the same batches.</summary>
    public void AddPairs(string without, string with, int k, string quantity, Func<TrainedRun, TrainedRun, double> statistic, Criterion criterion)
    {
        string name = $"models {without} and {with}, k = {k}";
        if ((Problem(without, k) ?? Problem(with, k)) is { } problem)
        {
            AddMissing(name, quantity, problem);
            return;
        }

        SeedValue[] values =
        [
            .. _data.Of(without, k).Join(
                _data.Of(with, k), run => run.Seed, run => run.Seed, (first, second) => new SeedValue(first.Seed, statistic(first, second))),
        ];
        Add(name, quantity, values, criterion);
    }

    /// <summary>One case: a model over its depths. The statistic gets one seed's runs in order of k; a seed counts if it has every depth.</summary>
    public void AddOverDepth(string model, string quantity, Func<IReadOnlyList<TrainedRun>, double> statistic, Criterion criterion)
    {
        IReadOnlyList<int> depths = Depths(model);
        string name = depths.Count == 0 ? $"model {model}" : $"model {model}, k = {depths[0]} to {depths[^1]}";
        string? problem = depths.Count < FewestPoints
            ? Fewer("depths", depths.Count)
            : depths.Select(k => Problem(model, k)).FirstOrDefault(text => text is not null);
        if (problem is not null)
        {
            AddMissing(name, quantity, problem);
            return;
        }

        SeedValue[] values =
        [
            .. _data.Runs.Where(run => run.Model == model).GroupBy(run => run.Seed).Where(seed => seed.Count() == depths.Count).OrderBy(seed => seed.Key)
                .Select(seed => new SeedValue(seed.Key, statistic([.. seed.OrderBy(run => run.K)]))),
        ];
        Add(name, quantity, values, criterion);
    }

    /// <summary>One case: all runs of these models. The statistic gets one seed's; a seed counts if it has every run.</summary>
    public void AddAcross(IReadOnlyList<string> models, string quantity, Func<IReadOnlyList<TrainedRun>, double> statistic, Criterion criterion)
    {
        (string Model, int K)[] members = [.. models.SelectMany(model => Depths(model).Select(k => (model, k)))];
        string name = $"models {string.Join(" and ", models)}, every k";
        string? problem = members.Length < FewestPoints
            ? Fewer("networks", members.Length)
            : members.Select(member => Problem(member.Model, member.K)).FirstOrDefault(text => text is not null);
        if (problem is not null)
        {
            AddMissing(name, quantity, problem);
            return;
        }

        SeedValue[] values =
        [
            .. _data.Runs.Where(run => models.Contains(run.Model)).GroupBy(run => run.Seed).Where(seed => seed.Count() == members.Length)
                .OrderBy(seed => seed.Key)
                .Select(seed => new SeedValue(seed.Key, statistic([.. seed.OrderBy(run => run.Model, StringComparer.Ordinal).ThenBy(run => run.K)]))),
        ];
        Add(name, quantity, values, criterion);
    }

    private static string Fewer(string what, int found) => $"{what}: {found}, and {FewestPoints} are needed";

    private static string Name(string model, int k) => $"model {model}, k = {k}";

    private string? Problem(string model, int k)
    {
        IReadOnlyList<TrainedRun> runs = _data.Of(model, k);
        if (runs.Count == 0)
        {
            return $"no run of model {model} with k = {k}";
        }

        return runs.Any(run => run.Steps.Count == 0 || run.Steps[^1].Step < LastStepNeeded)
            ? $"the runs of model {model} with k = {k} end before step {LastStepNeeded}"
            : null;
    }
}
