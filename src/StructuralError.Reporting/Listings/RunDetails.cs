using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using StructuralError.Core.Common;
using StructuralError.Runs;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;

namespace StructuralError.Reporting.Listings;

/// <summary>All that is known of one run.</summary>
internal static class RunDetails
{
    /// <inheritdoc cref="RunList.Lines" path="/param"/>
    public static IEnumerable<string> Lines(Run run, DateTimeOffset now) =>
    [
        .. Facts(run, now).Where(fact => fact.Value is not null).Select(fact => $"{fact.Name,-14} {fact.Value}"),
        string.Empty, .. Values(run.Manifest), string.Empty, .. FilesBelow(run.Path),
    ];

    /// <inheritdoc cref="RunList.Lines" path="/param"/>
    public static string ToJson(Run run, DateTimeOffset now) =>
        ListingJson.Write(Document(RunList.Entry(run, now), run.Manifest.ToElement(), run.Summary?.ToElement()));

    /// <summary>What is said of every run, and the run's two documents as they are.</summary>
    internal static JsonObject Document(RunEntry entry, JsonElement manifest, JsonElement? summary)
    {
        JsonObject document = ListingJson.Node(entry)!.AsObject();
        document.Insert(0, "schema", RunList.Schema);
        document["manifest"] = JsonObject.Create(manifest);
        document["summary"] = summary is { } element ? JsonObject.Create(element) : null;
        return document;
    }

    /// <summary>Name and value; null where nothing is known.</summary>
    private static IEnumerable<(string Name, string? Value)> Facts(Run run, DateTimeOffset now)
    {
        (RunManifest manifest, RunSummary? summary, MachineInfo? machine) = (run.Manifest, run.Summary, run.Manifest.Machine);
        return
        [
            ("run", run.Path),
            ("state", run.State.Name()),
            ("error", manifest.Error is { } error ? Printable.Message(error) : null),
            ("steps", RunList.Progress(run)),
            ("started", Time(manifest.Start)),
            ("ended", Time(manifest.End)),
            ("seconds", run.Seconds(now)?.ToString("F1", CultureInfo.InvariantCulture)),
            ("test accuracy", summary?.TestAccuracy is { } accuracy
                ? FormattableString.Invariant($"{accuracy:P2} of {summary.TestSamples} samples, loss {summary.TestLoss:G4}")
                : null),
            ("Theorem 3", summary?.Theorem3Checks is null ? null : summary.Theorem3),
            ("Proposition 1", summary?.Proposition1),
            ("kernel bounds", summary?.Kernel),
            ("data", $"{manifest.Dataset?.Name} ({manifest.Dataset?.Source})"),
            ("network", FormattableString.Invariant($"{manifest.Network?.Name}, {manifest.Network?.Parameters} parameters")),
            ("engine", Join(manifest.Engine?.Device, manifest.Engine?.Precision, manifest.Engine?.InstructionSet, manifest.Engine?.Threads)),
            .. manifest.Resumes.Count == 0 ? [] : Parts(manifest),
            ("machine", Join(machine?.Host, machine?.OperatingSystem, machine?.Processor, machine?.Processors, machine?.MemoryBytes)),
            ("runtime", machine?.Runtime),
            ("program", manifest.Source?.Program),
            ("commit", Commit(manifest.Source)),
            ("untracked", manifest.Source?.Untracked is { } untracked ? string.Join(", ", untracked) : null),
            ("Slurm", manifest.Slurm is { } slurm ? string.Join(", ", slurm.Select(value => $"{value.Key} {value.Value}")) : null),
            ("command line", run.CommandLine),
            ("spec hash", manifest.SpecHash),
        ];
    }

    /// <summary>What computed which part, where the run was continued; above stands what came last.</summary>
    private static IEnumerable<(string Name, string? Value)> Parts(RunManifest manifest)
    {
        foreach ((long step, RunProcess? by) in manifest.Parts())
        {
            string words = by?.Words ?? "by what is not recorded";
            yield return step == 0 ? ("begun", words) : ("continued", FormattableString.Invariant($"after step {step}: {words}"));
        }

        if (manifest.Mixture() is { Count: > 0 } mixture)
        {
            yield return ("mixed", $"the parts differ in {string.Join(", ", mixture)}");
        }
    }

    private static IEnumerable<string> Values(RunManifest manifest)
    {
        (string Name, JsonElement Value)[] values =
        [
            .. (manifest.Spec ?? []).Select(value => (value.Key, value.Value)),
            .. (manifest.Network?.Values ?? []).Select(value => (RunManifest.NetworkPrefix + value.Key, value.Value)),
        ];

        // An object among the spec's values holds the network's that were given; all of them follow.
        return TextTable.Lines(["VALUE", "IS", "FROM"], values.Where(value => value.Value.ValueKind != JsonValueKind.Object).Select(Row));

        string[] Row((string Name, JsonElement Value) value) =>
        [
            value.Name,
            value.Value.ValueKind == JsonValueKind.String ? value.Value.ToString() : value.Value.GetRawText(),
            manifest.Origins?.GetValueOrDefault(value.Name) ?? RunManifest.ModelFileOrigin,
        ];
    }

    private static IEnumerable<string> FilesBelow(string directory) => TextTable.Lines(
        ["FILE", " BYTES"],
        Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select<string, string[]>(
            path => [Path.GetRelativePath(directory, path), new FileInfo(path).Length.ToString(CultureInfo.InvariantCulture)]));

    private static string? Commit(SourceVersion? source) => source?.Commit is not { } commit ? null : commit + source.Dirty switch
    {
        true when source.Diff?.File is { } file => $", changed: {file} holds the difference",
        true => ", changed; the difference was not kept",
        _ => string.Empty,
    };

    private static string? Time(DateTimeOffset? time) => time?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Join(params object?[] values) =>
        string.Join(", ", values.OfType<object>().Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)));
}
