using StructuralError.Reporting.Html.Model;
using StructuralError.Runs;
using static StructuralError.Reporting.Html.Checklist.Coverage;

namespace StructuralError.Reporting.Html.Checklist;

/// <summary>Is it known on which data?</summary>
internal static class DataAnswers
{
    public static IEnumerable<ChecklistAnswer> Of(ReportPage page)
    {
        IReadOnlyList<Run> runs = page.Runs;
        yield return Answer(
            "The exact data", Norms.Conference, runs, run => run.Manifest.Dataset?.Sha256 is { Count: > 0 },
            $"{Different(runs, run => run.Manifest.Dataset?.Name is string name ? Words.Dataset(name) : null)}; "
                + "source and SHA-256 of every file stand under Provenance.",
            "no hash of the data was recorded.");
        yield return Answer(
            "Splits", Norms.Conference, runs, run => run.Manifest.Dataset is { TrainSamples: not null, TestSamples: not null },
            $"{Different(runs, Splits)}; none for validation, as nothing is chosen by it.",
            "the sizes of the splits were not recorded.");
        yield return Exclusions(runs);
    }

    private static string? Splits(Run run) => run.Manifest.Dataset is { TrainSamples: long train, TestSamples: long test }
        ? $"{Words.Count(train)} samples for training, {Words.Count(test)} for the test"
        : null;

    private static ChecklistAnswer Exclusions(IReadOnlyList<Run> runs)
    {
        const string Item = "Exclusions";
        int unfinished = runs.Count(run => !run.IsCompleted);
        return runs.Count == 0 ? new(Item, Norms.Conference, Model.Answer.No, "There are no runs.")
            : unfinished == 0
                ? new(Item, Norms.Conference, Model.Answer.Yes, $"None: all {Words.Count(runs.Count, "run")} that were given are shown. No sample is left out.")
            : new(Item, Norms.Conference, Model.Answer.Partly, $"{Words.Count(unfinished, "run")} of {Words.Count(runs.Count)} did not complete: "
                + "listed under Runs with their outcome, and not part of any mean over seeds there.");
    }
}
