using System.Globalization;
using System.Xml.Linq;
using StructuralError.Core.Statistics;
using StructuralError.Reporting.Html.Model;
using static StructuralError.Reporting.Html.Sections.Markup;

namespace StructuralError.Reporting.Html.Sections;

/// <summary>What ran: settings, seeds, accuracy, times, Theorem 3's count.</summary>
internal static class RunsSection
{
    public const string Anchor = "section-runs";

    public static XElement? Build(ReportPage page)
    {
        if (page.Runs.Count == 0)
        {
            return null;
        }

        RunSettings settings = RunSettings.Of(page.Runs);
        return Section(Anchor, "Runs", Theorem3(page.Runs), OverSeeds(page.Runs, settings), Each(page.Runs, settings), Shared(settings));
    }

    private static XElement Theorem3(IReadOnlyList<RunRecord> runs)
    {
        RunRecord[] counted = [.. runs.Where(run => run.Results.Theorem3Checks is not null)];
        long checks = counted.Sum(run => run.Results.Theorem3Checks!.Value), violations = counted.Sum(run => run.Results.Theorem3Violations ?? 0);
        string uncounted = counted.Length == runs.Count ? "" : $" {Words.Count(runs.Count - counted.Length, "run")} without a summary not counted.";
        return El("p", counted.Length == 0
            ? "No run has a summary, so the checks of Theorem 3 are not known."
            : $"Theorem 3’s inequality was checked on {Words.Count(checks, "sample")} in {Words.Count(counted.Length, "run")} and was violated on {Words.Count(violations)}.{uncounted}");
    }

    private static XElement? OverSeeds(IReadOnlyList<RunRecord> runs, RunSettings settings)
    {
        IReadOnlyList<SeedGroup> groups = SeedGroup.Of(runs, settings);
        return groups.All(group => group.Runs.Count < 2) ? null : Table(
            "Means over seeds, with 95 % intervals (Student’s t)",
            ["Model", .. settings.Differing, "Seeds", "Parameters", "Test accuracy", "Interval", "Training time"],
            groups.Select(Row),
            sortable: true);
    }

    private static XElement Row(SeedGroup group)
    {
        SeedInterval accuracy = group.Over(run => run.Results.TestAccuracy), seconds = group.Over(run => run.Results.TrainingSeconds);
        bool hasInterval = !double.IsNaN(accuracy.Lower);
        return El(
            "tr",
            RowHeader(group.Model),
            group.Values.Select(value => Number(value)),
            Number(Words.Count(group.Runs.Count)),
            Number(group.Runs[0].Network.Parameters is long parameters ? Words.Count(parameters) : null, group.Runs[0].Network.Parameters),
            Number(double.IsNaN(accuracy.Mean) ? null : Words.Percent(accuracy.Mean), accuracy.Mean),
            Number(hasInterval ? $"{Words.Percent(accuracy.Lower)} to {Words.Percent(accuracy.Upper)}" : null, hasInterval ? accuracy.Lower : null),
            Number(double.IsNaN(seconds.Mean) ? null : Words.Duration(seconds.Mean), seconds.Mean));
    }

    private static XElement Each(IReadOnlyList<RunRecord> runs, RunSettings settings) => Table(
        "Every run",
        ["Run", "Model", .. settings.Differing, "Seed", "Outcome", "Steps", "Test accuracy", "Test loss", "Training time", "Whole time", "Theorem 3 checks", "Violations"],
        runs.Select(run => Row(run, settings)),
        sortable: true);

    private static XElement Row(RunRecord run, RunSettings settings)
    {
        RunResults results = run.Results;
        return El(
            "tr",
            RowHeader(run.Name),
            Cell(run.Network.Name ?? Words.Unknown),
            settings.Differing.Select(name => Number(RunSettings.Value(name, run))),
            Number(run.Seed),
            Cell(run.IsCompleted ? VerdictMark.Mark("yes", "✓", run.Outcome!) : VerdictMark.Mark("no", "✗", run.Outcome ?? "not known"), run.Error is null ? null : ": " + run.Error),
            Whole(results.Steps),
            Number(results.TestAccuracy is double accuracy ? Words.Percent(accuracy) : null, results.TestAccuracy),
            Number(results.TestLoss?.ToString("0.0000", CultureInfo.InvariantCulture), results.TestLoss),
            Time(results.TrainingSeconds),
            Time(results.Seconds),
            Whole(results.Theorem3Checks),
            Whole(results.Theorem3Violations));
    }

    private static XElement Whole(long? count) => Number(count is long value ? Words.Count(value) : null, count);

    private static XElement Time(double? seconds) => Number(seconds is double value ? Words.Duration(value) : null, seconds);

    private static XElement? Shared(RunSettings settings) => settings.Shared.Count == 0 ? null : Table(
        "Settings of every run",
        ["Setting", "Value"],
        settings.Shared.Select(setting => El("tr", RowHeader(setting.Key), Cell(setting.Value))));
}
