using System.Globalization;
using System.Xml.Linq;
using StructuralError.Reporting.Html.Model;
using StructuralError.Runs;
using StructuralError.Runs.Files;
using static StructuralError.Reporting.Html.Sections.Markup;

namespace StructuralError.Reporting.Html.Sections;

/// <summary>What the runs were made with, on and from, as their manifests say; each value with the number of runs it holds for.</summary>
internal static class ProvenanceSection
{
    public static XElement Build(ReportPage page) => Section(
        "section-provenance",
        "Provenance",
        page.Runs.Count == 0 ? El("p", "No runs belong to this page.") : Cards("From the runs’ manifests", ["What", "Value", "Runs"], FromManifests(page.Runs)),
        ThisPage(page),
        Commands(page.Runs));

    private static IEnumerable<XElement> FromManifests(IReadOnlyList<Run> runs) =>
    [
        .. Rows("Commit", runs, run => Commit(run.Manifest.Source)),
        .. Rows("Program", runs, run => run.Manifest.Source?.Program),
        .. Rows("Runtime", runs, run => run.Manifest.Machine?.Runtime),
        .. Rows("Engine", runs, run => Join(run.Manifest.Engine?.Device, run.Manifest.Engine?.Precision, run.Manifest.Engine?.InstructionSet)),
        .. Rows("Continued", [.. runs.Where(run => run.Manifest.Resumes.Count > 0)], Continued),
        .. Rows("Threads", runs, run => run.Manifest.Engine?.Threads?.ToString(CultureInfo.InvariantCulture)),
        .. Rows("Processor", runs, run => Join(
            run.Manifest.Machine?.Processor, run.Manifest.Machine?.Processors is int count ? $"{count} logical processors" : null)),
        .. Rows("Memory", runs, run => run.Manifest.Machine?.MemoryBytes is long bytes ? Words.Bytes(bytes) : null),
        .. Rows("Operating system", runs, run => Join(run.Manifest.Machine?.OperatingSystem, run.Manifest.Machine?.Architecture)),
        .. Rows("Data", runs, run => Join(run.Manifest.Dataset?.Name, run.Manifest.Dataset?.Source)),
        .. runs.SelectMany(run => run.Manifest.Dataset?.Sha256?.Keys ?? Enumerable.Empty<string>()).Distinct()
            .SelectMany(file => Rows("SHA-256 of " + file, runs, run => run.Manifest.Dataset?.Sha256?.GetValueOrDefault(file))),
        .. runs.Max(run => run.Summary?.PeakMemoryBytes) is { } peak ? [Fact("Peak memory of a run", "at most " + Words.Bytes(peak))] : Nothing,
        .. runs.Min(run => run.Manifest.Start) is { } start ? [Fact("First start", MillisecondsConverter.Text(start))] : Nothing,
        .. runs.Max(run => run.Manifest.End) is { } end ? [Fact("Last end", MillisecondsConverter.Text(end))] : Nothing,
    ];

    private static XElement[] Nothing => [];

    private static IEnumerable<XElement> Rows(string what, IReadOnlyList<Run> runs, Func<Run, string?> value) =>
        runs.GroupBy(value).Select(group => Fact(what, group.Key ?? "not recorded", Words.Count(group.Count())));

    private static XElement Fact(string what, string value, string? count = null) => El("tr", RowHeader(what), El("td", Class("long"), value), Number(count));

    /// <summary>The parts of a run that was continued; the other rows say what its last part was made with.</summary>
    private static string Continued(Run run)
    {
        string mixture = string.Join(", ", run.Manifest.Mixture());
        string parts = string.Join("; ", run.Manifest.Parts().Select(part => $"after step {Words.Exact(part.Step)}: {part.By?.Words ?? "not recorded"}"));
        return mixture.Length == 0 ? parts : $"mixed, the parts differ in {mixture}. {parts}";
    }

    private static string? Commit(SourceVersion? source) => source?.Commit is not { } commit ? null : source.Dirty switch
    {
        true => commit + ", with changes that were not committed",
        false => commit + ", nothing changed",
        _ => commit,
    };

    private static XElement? ThisPage(ReportPage page) => page.Program is null && page.CommandLine is null ? null : El(
        "dl",
        page.Program is null ? null : Definition("This page was made by", "structural-error " + page.Program),
        page.CommandLine is null ? null : Definition("with", El("code", page.CommandLine)));

    private static XElement? Commands(IReadOnlyList<Run> runs)
    {
        string[] commands = [.. runs.Select(run => run.CommandLine).OfType<string>()];
        return commands.Length == 0 ? null : El(
            "div",
            El("h3", "Commands of the runs"),
            El("pre", Scrollable("Commands of the runs"), string.Join('\n', commands)));
    }

    private static string? Join(params string?[] parts)
    {
        string joined = string.Join(", ", parts.OfType<string>());
        return joined.Length > 0 ? joined : null;
    }
}
