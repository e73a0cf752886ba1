using StructuralError.Reporting.Html.Model;
using StructuralError.Runs;
using StructuralError.Runs.Files;
using static StructuralError.Reporting.Html.Checklist.Coverage;

namespace StructuralError.Reporting.Html.Checklist;

/// <summary>Is the code there, and is it known which code it was?</summary>
internal static class CodeAnswers
{
    public static IEnumerable<ChecklistAnswer> Of(ReportPage page)
    {
        IReadOnlyList<Run> runs = page.Runs;
        yield return Answer(
            "Dependencies with their versions", Norms.CodeCompleteness, runs, run => run.Manifest.Machine?.Runtime is not null,
            $"Packages are fixed in Directory.Packages.props; the runs used {Different(runs, run => run.Manifest.Machine?.Runtime)}.",
            "the runtime's version was not recorded.");
        yield return Commit(runs);
        int commands = runs.Select(run => run.CommandLine).OfType<string>().Distinct().Count();
        yield return Answer(
            "Training code and its command", Norms.CodeCompleteness, runs, run => run.CommandLine is not null,
            $"The command of each run stands under Provenance ({Words.Count(commands, "command")}).",
            "the command was not recorded.");
        yield return Answer(
            "Evaluation code", Norms.CodeCompleteness, runs, run => run.Summary?.TestAccuracy is not null,
            "Each run measures loss and accuracy on the whole test set after its last step, by the same command.",
            "there is no result on a test set.");
        yield return Answer(
            "Trained models", Norms.CodeCompleteness, runs, run => run.HasCheckpoint,
            "Each run directory holds a checkpoint with the parameters.",
            "the parameters were not kept; the command makes them again.");
    }

    private static ChecklistAnswer Commit(IReadOnlyList<Run> runs)
    {
        const string Item = "The exact code";
        Run[] known = [.. runs.Where(run => run.Manifest.Parts().All(part => part.By?.Commit is not null))];
        int dirty = known.Count(run => run.Manifest.Parts().Any(part => part.By!.Dirty == true));
        int different = known.SelectMany(run => run.Manifest.Parts().Select(part => part.By!.Commit)).Distinct().Count();
        string commits = $"{Words.Count(different, "commit")}, named under Provenance";
        return known.Length == 0
            ? new(Item, Norms.ReScience, Model.Answer.No, runs.Count == 0 ? "There are no runs." : "No run recorded a commit.")
            : known.Length == runs.Count && dirty == 0
                ? new(Item, Norms.ReScience, Model.Answer.Yes, $"Open source (MIT licence); {commits}, no run with changes that were not committed.")
                : new(Item, Norms.ReScience, Model.Answer.Partly, $"{commits}; {Words.Count(dirty, "run")} with changes that were not committed, "
                    + $"{Words.Count(runs.Count - known.Length, "run")} without a commit.");
    }
}
