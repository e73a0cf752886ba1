using StructuralError.Reporting.Html.Model;
using StructuralError.Runs;

namespace StructuralError.Reporting.Html.Checklist;

/// <summary>Answers that depend on how many of the runs have something.</summary>
internal static class Coverage
{
    /// <summary>Yes where all have it, no where none has or there is no run, partly in between, with the counts.</summary>
    public static ChecklistAnswer Answer(string item, string norm, IReadOnlyList<Run> runs, Func<Run, bool> has, string yes, string no)
    {
        int count = runs.Count(has);
        return count == 0 ? new(item, norm, Model.Answer.No, runs.Count == 0 ? "There are no runs." : no)
            : count == runs.Count ? new(item, norm, Model.Answer.Yes, yes)
            : new(item, norm, Model.Answer.Partly, $"{yes} This holds for {Words.Count(count)} of {Words.Count(runs.Count, "run")}; for the others: {no}");
    }

    /// <summary>The different values, in order of appearance: a, b and c.</summary>
    public static string Different(IReadOnlyList<Run> runs, Func<Run, string?> value) => Words.List([.. runs.Select(value).OfType<string>().Distinct()]);
}
