using StructuralError.Reporting.Html.Model;
using StructuralError.Runs;
using StructuralError.Runs.Files;
using static StructuralError.Reporting.Html.Checklist.Coverage;

namespace StructuralError.Reporting.Html.Checklist;

/// <summary>How was it run: how often, on what, for how long, with which settings?</summary>
internal static class ExperimentAnswers
{
    public static IEnumerable<ChecklistAnswer> Of(ReportPage page)
    {
        IReadOnlyList<Run> runs = page.Runs;
        RunSettings settings = RunSettings.Of(runs);
        IReadOnlyList<SeedGroup> groups = SeedGroup.Of(runs, settings);
        yield return Answer(
            "Computing infrastructure", Norms.Conference, runs, run => run.Manifest.Machine?.Processor is not null,
            $"{Different(runs, run => run.Manifest.Machine?.Processor)}; more under Provenance.",
            "the machine was not recorded.");
        yield return Answer(
            "Running time of each model", Norms.Conference, runs, run => run.Summary?.TrainingSeconds is not null,
            $"Under Runs; all runs together trained for {Words.Duration(runs.Sum(run => run.Summary?.TrainingSeconds ?? 0))}.",
            "its time was not recorded.");
        yield return Answer(
            "Number of parameters", Norms.Conference, runs, run => run.Manifest.Network?.Parameters is not null,
            $"Between {Words.Count(runs.Min(run => run.Manifest.Network?.Parameters) ?? 0)} "
                + $"and {Words.Count(runs.Max(run => run.Manifest.Network?.Parameters) ?? 0)}.",
            "it was not recorded.");
        yield return Answer(
            "Hyperparameters and their bounds", Norms.Conference, runs, run => run.Manifest.Spec is { Count: > 0 },
            settings.Differing.Count == 0
                ? "One value of each, under Runs. None was searched for, so there is no best one."
                : $"Under Runs. Varied on purpose, every value shown: {Words.List(settings.Differing)}. None was searched for, so there is no best one.",
            "its settings were not recorded.");
        yield return Repetitions(groups);
        yield return ErrorBars(page, groups);
        yield return SameNumbers(runs);
    }

    private static ChecklistAnswer Repetitions(IReadOnlyList<SeedGroup> groups)
    {
        const string Item = "Number of runs";
        return groups.Count == 0
            ? new(Item, Norms.Conference, Model.Answer.No, "No run completed.")
            : new(Item, Norms.Conference, Model.Answer.Yes, $"{Words.Count(groups.Sum(group => group.Runs.Count), "completed run")} "
                + $"of {Words.Count(groups.Count, "setting")}, {Range(groups)} each.");
    }

    private static ChecklistAnswer ErrorBars(ReportPage page, IReadOnlyList<SeedGroup> groups)
    {
        const string Item = "Mean and spread";
        int repeated = groups.Count(group => group.Runs.Count > 1);
        return repeated == 0 ? new(Item, Norms.Conference, Model.Answer.No, "One seed a setting: no spread can be given.")
            : new(
                Item,
                Norms.Conference,
                repeated == groups.Count ? Model.Answer.Yes : Model.Answer.Partly,
                $"Means with 95 % intervals (Student’s t over seeds) under Runs{(page.Claims.Count > 0 ? " and Evidence" : "")} "
                    + $"for {Words.Count(repeated)} of {Words.Count(groups.Count, "setting")}.");
    }

    private static ChecklistAnswer SameNumbers(IReadOnlyList<Run> runs) => Answer(
        "The same numbers again", Norms.PyTorch, runs,
        run => run.Seed is not null && run.Manifest.Engine?.InstructionSet is not null && run.Manifest.IsOfOneKind(),
        $"Seeds, and engine ({Different(runs, run => run.Manifest.Engine?.InstructionSet)}, {Different(runs, run => run.Manifest.Engine?.Precision)}) "
            + "are recorded. On one machine the same command gives the same bytes of steps.csv, for any number of threads; "
            + "on a machine of another class the last digits may differ.",
        Mixed(runs) is { Length: > 0 } mixed ? $"it was made in parts that differ in {mixed}."
            : "seed or instruction set was not recorded, or not what continued the run.");

    private static string Mixed(IReadOnlyList<Run> runs) => Words.List([.. runs.SelectMany(run => run.Manifest.Mixture()).Distinct()]);

    private static string Range(IReadOnlyList<SeedGroup> groups)
    {
        int least = groups.Min(group => group.Runs.Count), most = groups.Max(group => group.Runs.Count);
        return least == most ? Words.Count(most, "seed") : $"{least} to {Words.Count(most, "seed")}";
    }
}
