using System.Xml.Linq;
using StructuralError.Reporting.Html.Model;
using static StructuralError.Reporting.Html.Sections.Markup;

namespace StructuralError.Reporting.Html.Sections;

/// <summary>What the runs were made with, on and from, as their manifests say; each value with the number of runs it holds for.</summary>
internal static class ProvenanceSection
{
    public const string Anchor = "section-provenance";

    public static XElement Build(ReportPage page) => Section(
        Anchor,
        "Provenance",
        page.Runs.Count == 0 ? El("p", "No runs belong to this page.") : Cards("From the runs’ manifests", ["What", "Value", "Runs"], FromManifests(page.Runs)),
        ThisPage(page),
        Commands(page.Runs));

    private static IEnumerable<XElement> FromManifests(IReadOnlyList<RunRecord> runs) =>
    [
        .. Rows("Commit", runs, run => Commit(run.Environment)),
        .. Rows("Program", runs, run => run.Environment.ProgramVersion),
        .. Rows("Runtime", runs, run => run.Environment.Runtime),
        .. Rows("Engine", runs, run => Join(run.Environment.Device, run.Environment.Precision, run.Environment.InstructionSet)),
        .. Rows("Threads", runs, run => run.Environment.Threads),
        .. Rows("Processor", runs, run => Join(run.Environment.Processor, run.Environment.Processors is string count ? $"{count} logical processors" : null)),
        .. Rows("Memory", runs, run => run.Environment.MemoryBytes is long bytes ? Words.Bytes(bytes) : null),
        .. Rows("Operating system", runs, run => Join(run.Environment.OperatingSystem, run.Environment.Architecture)),
        .. Rows("Data", runs, run => Join(run.Data.Name, run.Data.Source)),
        .. runs.SelectMany(run => run.Data.Sha256).Select(file => file.Key).Distinct()
            .SelectMany(file => Rows("SHA-256 of " + file, runs, run => run.Data.Sha256.FirstOrDefault(pair => pair.Key == file).Value)),
        .. Rows("Peak memory of a run", [.. runs.Where(run => run.Results.PeakMemoryBytes is not null).OrderByDescending(run => run.Results.PeakMemoryBytes).Take(1)], run => "at most " + Words.Bytes(run.Results.PeakMemoryBytes!.Value), count: false),
        .. Rows("First start", [.. runs.Where(run => run.Start is not null).OrderBy(run => run.Start, StringComparer.Ordinal).Take(1)], run => run.Start, count: false),
        .. Rows("Last end", [.. runs.Where(run => run.End is not null).OrderByDescending(run => run.End, StringComparer.Ordinal).Take(1)], run => run.End, count: false),
    ];

    private static IEnumerable<XElement> Rows(string what, IReadOnlyList<RunRecord> runs, Func<RunRecord, string?> value, bool count = true) =>
        runs.GroupBy(value).Select(group => El("tr", RowHeader(what), El("td", Class("long"), group.Key ?? "not recorded"), Number(count ? Words.Count(group.Count()) : null)));

    private static string? Commit(RunEnvironment environment) => environment.Commit is not string commit ? null : environment.Dirty switch
    {
        true => commit + ", with changes that were not committed",
        false => commit + ", nothing changed",
        _ => commit,
    };

    private static XElement? ThisPage(ReportPage page)
    {
        XElement?[] facts =
        [
            page.Program is null ? null : El("div", El("dt", "This page was made by"), El("dd", "structural-error " + page.Program)),
            page.CommandLine is null ? null : El("div", El("dt", "with"), El("dd", El("code", page.CommandLine))),
        ];
        return facts.All(fact => fact is null) ? null : El("dl", facts);
    }

    private static XElement? Commands(IReadOnlyList<RunRecord> runs)
    {
        string[] commands = [.. runs.Select(run => run.CommandLine).OfType<string>()];
        return commands.Length == 0 ? null : El(
            "div",
            El("h3", "Commands of the runs"),
            El("pre", new XAttribute("tabindex", 0), new XAttribute("role", "region"), new XAttribute("aria-label", "Commands of the runs"), string.Join('\n', commands)));
    }

    private static string? Join(params string?[] parts)
    {
        string joined = string.Join(", ", parts.OfType<string>());
        return joined.Length > 0 ? joined : null;
    }
}
