using StructuralError.Reporting.Html.Model;
using StructuralError.Runs;
using StructuralError.Runs.Files;

namespace StructuralError.Reporting.Html.Checklist;

/// <summary>
/// The lines that the usual checklists share: ML Code Completeness (Papers with Code; part of NeurIPS' code submission), the ACL and NeurIPS reproducibility
/// checklists, PyTorch's notes on reproducibility, ReScience C and its Ten Years Challenge. What the data do not show is answered no.
/// </summary>
public static class ReproducibilityChecklist
{
    // Who asks.
    private const string CodeCompleteness = "ML Code Completeness";
    private const string Conference = "ACL, NeurIPS";
    private const string PyTorch = "PyTorch, reproducibility notes";
    private const string ReScience = "ReScience C";
    private const string TenYears = "Ten Years Challenge";

    private const string NoRuns = "There are no runs.";

    public static IReadOnlyList<ChecklistAnswer> Answers(ReportPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        return [.. Code(page.Runs), .. Data(page.Runs), .. Experiment(page), .. Output(page)];
    }

    /// <summary>Is the code there, and is it known which code it was?</summary>
    private static IEnumerable<ChecklistAnswer> Code(IReadOnlyList<Run> runs) =>
    [
        Covered(
            "Dependencies with their versions", CodeCompleteness, runs, run => run.Manifest.Machine?.Runtime is not null,
            $"Packages are fixed in Directory.Packages.props; the runs used {Different(runs, run => run.Manifest.Machine?.Runtime)}.",
            "the runtime's version was not recorded."),
        Commit(runs),
        Covered(
            "Training code and its command", CodeCompleteness, runs, run => run.CommandLine is not null,
            "The command of each run stands under Provenance "
                + $"({Words.Count(runs.Select(run => run.CommandLine).OfType<string>().Distinct().Count(), "command")}).",
            "the command was not recorded."),
        Covered(
            "Evaluation code", CodeCompleteness, runs, run => run.Summary?.TestAccuracy is not null,
            "Each run measures loss and accuracy on the whole test set after its last step, by the same command.", "there is no result on a test set."),
        Covered(
            "Trained models", CodeCompleteness, runs, run => run.HasCheckpoint,
            "Each run directory holds a checkpoint with the parameters.", "the parameters were not kept; the command makes them again."),
    ];

    private static ChecklistAnswer Commit(IReadOnlyList<Run> runs)
    {
        Run[] known = [.. runs.Where(run => run.Manifest.Parts().All(part => part.By?.Commit is not null))];
        int dirty = known.Count(run => run.Manifest.Parts().Any(part => part.By!.Dirty == true));
        int different = known.SelectMany(run => run.Manifest.Parts().Select(part => part.By!.Commit)).Distinct().Count();
        string commits = $"{Words.Count(different, "commit")}, named under Provenance";
        (Answer answer, string explanation) = known.Length == 0 ? (Answer.No, runs.Count == 0 ? NoRuns : "No run recorded a commit.")
            : known.Length == runs.Count && dirty == 0
                ? (Answer.Yes, $"Open source (MIT licence); {commits}, no run with changes that were not committed.")
            : (Answer.Partly, $"{commits}; {Words.Count(dirty, "run")} with changes that were not committed, "
                + $"{Words.Count(runs.Count - known.Length, "run")} without a commit.");
        return new("The exact code", ReScience, answer, explanation);
    }

    /// <summary>Is it known on which data?</summary>
    private static IEnumerable<ChecklistAnswer> Data(IReadOnlyList<Run> runs) =>
    [
        Covered(
            "The exact data", Conference, runs, run => run.Manifest.Dataset?.Sha256 is { Count: > 0 },
            $"{Different(runs, run => run.Manifest.Dataset?.Name is string name ? Words.Dataset(name) : null)}; "
                + "source and SHA-256 of every file stand under Provenance.",
            "no hash of the data was recorded."),
        Covered(
            "Splits", Conference, runs, run => Splits(run) is not null,
            $"{Different(runs, Splits)}; none for validation, as nothing is chosen by it.", "the sizes of the splits were not recorded."),
        Exclusions(runs),
    ];

    private static string? Splits(Run run) => run.Manifest.Dataset is { TrainSamples: long train, TestSamples: long test }
        ? $"{Words.Count(train)} samples for training, {Words.Count(test)} for the test"
        : null;

    private static ChecklistAnswer Exclusions(IReadOnlyList<Run> runs)
    {
        int unfinished = runs.Count(run => !run.IsCompleted);
        (Answer answer, string explanation) = runs.Count == 0 ? (Answer.No, NoRuns)
            : unfinished == 0 ? (Answer.Yes, $"None: all {Words.Count(runs.Count, "run")} that were given are shown. No sample is left out.")
            : (Answer.Partly, $"{Words.Count(unfinished, "run")} of {Words.Count(runs.Count)} did not complete: "
                + "listed under Runs with their outcome, and not part of any mean over seeds there.");
        return new("Exclusions", Conference, answer, explanation);
    }

    /// <summary>How was it run: how often, on what, for how long, with which settings?</summary>
    private static IEnumerable<ChecklistAnswer> Experiment(ReportPage page)
    {
        IReadOnlyList<Run> runs = page.Runs;
        RunSettings settings = RunSettings.Of(runs);
        IReadOnlyList<SeedGroup> groups = SeedGroup.Of(runs, settings);
        string mixed = Words.List([.. runs.SelectMany(run => run.Manifest.Mixture()).Distinct()]);
        return
        [
            Covered(
                "Computing infrastructure", Conference, runs, run => run.Manifest.Machine?.Processor is not null,
                $"{Different(runs, run => run.Manifest.Machine?.Processor)}; more under Provenance.", "the machine was not recorded."),
            Covered(
                "Running time of each model", Conference, runs, run => run.Summary?.TrainingSeconds is not null,
                $"Under Runs; all runs together trained for {Words.Duration(runs.Sum(run => run.Summary?.TrainingSeconds ?? 0))}.",
                "its time was not recorded."),
            Covered(
                "Number of parameters", Conference, runs, run => run.Manifest.Network?.Parameters is not null,
                $"Between {Words.Count(runs.Min(run => run.Manifest.Network?.Parameters) ?? 0)} "
                    + $"and {Words.Count(runs.Max(run => run.Manifest.Network?.Parameters) ?? 0)}.",
                "it was not recorded."),
            Covered(
                "Hyperparameters and their bounds", Conference, runs, run => run.Manifest.Spec is { Count: > 0 },
                settings.Differing.Count == 0
                    ? "One value of each, under Runs. None was searched for, so there is no best one."
                    : $"Under Runs. Varied on purpose, every value shown: {Words.List(settings.Differing)}. None was searched for, so there is no best one.",
                "its settings were not recorded."),
            Repetitions(groups),
            ErrorBars(page, groups),
            Covered(
                "The same numbers again", PyTorch, runs,
                run => run.Seed is not null && run.Manifest.Engine?.InstructionSet is not null && run.Manifest.IsOfOneKind(),
                $"Seeds, and engine ({Different(runs, run => run.Manifest.Engine?.InstructionSet)}, {Different(runs, run => run.Manifest.Engine?.Precision)}) "
                    + "are recorded. On one machine the same command gives the same bytes of steps.csv, for any number of threads; "
                    + "on a machine of another class the last digits may differ.",
                mixed.Length > 0 ? $"it was made in parts that differ in {mixed}."
                    : "seed or instruction set was not recorded, or not what continued the run."),
        ];
    }

    private static ChecklistAnswer Repetitions(IReadOnlyList<SeedGroup> groups)
    {
        const string Item = "Number of runs";
        if (groups.Count == 0)
        {
            return new(Item, Conference, Answer.No, "No run completed.");
        }

        int least = groups.Min(group => group.Runs.Count), most = groups.Max(group => group.Runs.Count);
        return new(Item, Conference, Answer.Yes, $"{Words.Count(groups.Sum(group => group.Runs.Count), "completed run")} "
            + $"of {Words.Count(groups.Count, "setting")}, {(least == most ? "" : $"{least} to ")}{Words.Count(most, "seed")} each.");
    }

    private static ChecklistAnswer ErrorBars(ReportPage page, IReadOnlyList<SeedGroup> groups)
    {
        int repeated = groups.Count(group => group.Runs.Count > 1);
        return new(
            "Mean and spread",
            Conference,
            repeated == 0 ? Answer.No : repeated == groups.Count ? Answer.Yes : Answer.Partly,
            repeated == 0 ? "One seed a setting: no spread can be given."
                : $"Means with 95 % intervals (Student’s t over seeds) under Runs{(page.Claims.Count > 0 ? " and Evidence" : "")} "
                    + $"for {Words.Count(repeated)} of {Words.Count(groups.Count, "setting")}.");
    }

    /// <summary>What is left for others to look at?</summary>
    private static IEnumerable<ChecklistAnswer> Output(ReportPage page)
    {
        string?[] results =
        [
            page.Figures.Count == 0 ? null : Words.Count(page.Figures.Count, "figure"),
            page.Claims.Count == 0 ? null : Words.Count(page.Claims.Count, "claim") + " with evidence",
            page.Runs.Count == 0 ? null : "a table of " + Words.Count(page.Runs.Count, "run"),
        ];
        string shown = Words.List([.. results.OfType<string>()]);
        string command = page.CommandLine is null ? "The command that made this page is not recorded." : $"Made again by: {page.CommandLine}";
        return
        [
            new(
                "Results and what makes them", CodeCompleteness,
                shown.Length == 0 ? Answer.No : page.CommandLine is null ? Answer.Partly : Answer.Yes,
                shown.Length == 0 ? "This page shows no result." : $"{shown}, drawn from the runs’ own CSV files. {command}"),
            new(
                "Readable without this program", TenYears, Answer.Yes,
                "Results are CSV, JSON and SVG; this page is one file that loads nothing and shows everything without its script."),
        ];
    }

    /// <summary>Yes where all runs have it, no where none has or there is no run, partly in between, with the counts.</summary>
    private static ChecklistAnswer Covered(string item, string norm, IReadOnlyList<Run> runs, Func<Run, bool> has, string yes, string no)
    {
        int count = runs.Count(has);
        return count == 0 ? new(item, norm, Answer.No, runs.Count == 0 ? NoRuns : no)
            : count == runs.Count ? new(item, norm, Answer.Yes, yes)
            : new(item, norm, Answer.Partly, $"{yes} This holds for {Words.Count(count)} of {Words.Count(runs.Count, "run")}; for the others: {no}");
    }

    /// <summary>The different values, in order of appearance: a, b and c.</summary>
    private static string Different(IReadOnlyList<Run> runs, Func<Run, string?> value) => Words.List([.. runs.Select(value).OfType<string>().Distinct()]);
}
