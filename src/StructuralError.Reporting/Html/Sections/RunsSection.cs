using System.Globalization;
using System.Xml.Linq;
using StructuralError.Core.Statistics;
using StructuralError.Reporting.Html.Model;
using StructuralError.Runs;
using StructuralError.Runs.Files;
using static StructuralError.Reporting.Html.Sections.Markup;

namespace StructuralError.Reporting.Html.Sections;

/// <summary>What ran: settings, seeds, accuracy, times, Theorem 3's count.</summary>
internal static class RunsSection
{
    public static XElement? Build(ReportPage page)
    {
        if (page.Runs.Count == 0)
        {
            return null;
        }

        RunSettings settings = RunSettings.Of(page.Runs);
        return Section("section-runs", "Runs", Theorem3(page.Runs), OverSeeds(page.Runs, settings), Each(page.Runs, settings), Shared(settings));
    }

    private static XElement Theorem3(IReadOnlyList<Run> runs)
    {
        Run[] counted = [.. runs.Where(run => run.Summary?.Theorem3Checks is not null)];
        long checks = counted.Sum(run => run.Summary!.Theorem3Checks!.Value), violations = counted.Sum(run => run.Summary?.Theorem3Violations ?? 0);
        long singular = counted.Sum(run => run.Summary?.SingularSamples ?? 0);
        string vacuous = singular == 0 ? "" : $" A is singular in {Words.Count(singular, "sample")}: there the upper bound is infinite and says nothing.";
        string uncounted = counted.Length == runs.Count ? "" : $" {Words.Count(runs.Count - counted.Length, "run")} without a summary not counted.";
        return El("p", counted.Length == 0
            ? "No run has a summary, so the checks of Theorem 3 are not known."
            : $"Theorem 3’s inequality was checked on {Words.Count(checks, "sample")} in {Words.Count(counted.Length, "run")} "
                + $"and was violated on {Words.Count(violations)}.{vacuous}{Proposition1(counted)}{uncounted}");
    }

    private static string Proposition1(IEnumerable<Run> runs)
    {
        Run[] counted = [.. runs.Where(run => run.Summary?.Proposition1Checks is not null)];
        long checks = counted.Sum(run => run.Summary!.Proposition1Checks!.Value), violations = counted.Sum(run => run.Summary!.Proposition1Violations ?? 0);
        return counted.Length == 0 ? string.Empty
            : $" Proposition 1’s identity was checked on {Words.Count(checks, "sample")} and was violated on {Words.Count(violations)}.";
    }

    private static XElement? OverSeeds(IReadOnlyList<Run> runs, RunSettings settings)
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
        SeedInterval accuracy = group.Over(run => Finite(run.Summary?.TestAccuracy)), seconds = group.Over(run => Finite(run.Summary?.TrainingSeconds));
        long? parameters = group.Runs[0].Manifest.Network?.Parameters;
        bool hasInterval = !double.IsNaN(accuracy.Lower);
        return El(
            "tr",
            RowHeader(group.Model),
            group.Values.Select(value => Number(value)),
            Number(Words.Count(group.Runs.Count)),
            Whole(parameters),
            Number(double.IsNaN(accuracy.Mean) ? null : Words.Percent(accuracy.Mean), accuracy.Mean),
            Number(hasInterval ? $"{Words.Percent(accuracy.Lower)} to {Words.Percent(accuracy.Upper)}" : null, hasInterval ? accuracy.Lower : null),
            Number(double.IsNaN(seconds.Mean) ? null : Words.Duration(seconds.Mean), seconds.Mean));
    }

    private static XElement Each(IReadOnlyList<Run> runs, RunSettings settings) => Table(
        "Every run",
        [
            "Run", "Model", .. settings.Differing, "Seed", "Outcome", "Steps", "Test accuracy", "Test loss", "Training time", "Whole time", "Theorem 3 checks",
            "Violations",
        ],
        runs.Select(run => Row(run, settings)),
        sortable: true);

    private static XElement Row(Run run, RunSettings settings)
    {
        RunSummary? results = run.Summary;
        return El(
            "tr",
            RowHeader(run.Name),
            Cell(run.Manifest.Network?.Name ?? Words.Unknown),
            settings.Differing.Select(name => Number(RunSettings.Value(name, run))),
            Number(run.Seed?.ToString(CultureInfo.InvariantCulture)),
            Cell(Outcome(run), run.Manifest.Error is null ? null : ": " + run.Manifest.Error),
            Whole(results?.Steps),
            Number(Finite(results?.TestAccuracy) is { } accuracy ? Words.Percent(accuracy) : null, Finite(results?.TestAccuracy)),
            Number(Finite(results?.TestLoss)?.ToString("0.0000", CultureInfo.InvariantCulture), Finite(results?.TestLoss)),
            Time(Finite(results?.TrainingSeconds)), Time(Finite(results?.Seconds)), Whole(results?.Theorem3Checks), Whole(results?.Theorem3Violations));
    }

    private static XElement Outcome(Run run) => run.IsCompleted
        ? VerdictMark.Mark("yes", "✓", RunOutcomes.Name(run.Manifest.Outcome))
        : VerdictMark.Mark("no", "✗", run.Manifest.Outcome == RunOutcome.Unknown ? "not known" : RunOutcomes.Name(run.Manifest.Outcome));

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    private static XElement Whole(long? count) => Number(count is long value ? Words.Count(value) : null, count);

    private static XElement Time(double? seconds) => Number(seconds is double value ? Words.Duration(value) : null, seconds);

    private static XElement? Shared(RunSettings settings) => settings.Shared.Count == 0 ? null : Table(
        "Settings of every run",
        ["Setting", "Value"],
        settings.Shared.Select(setting => El("tr", RowHeader(setting.Key), Cell(setting.Value))));
}
