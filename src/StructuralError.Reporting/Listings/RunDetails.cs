using System.Globalization;
using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Runs;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;

namespace StructuralError.Reporting.Listings;

/// <summary>All that is known of one run.</summary>
public static class RunDetails
{
    /// <inheritdoc cref="RunList.Lines" path="/param"/>
    public static IEnumerable<string> Lines(Run run, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(run);
        return [.. Facts(run, now), string.Empty, .. Values(run.Manifest).Lines(), string.Empty, .. FilesBelow(run.Path).Lines()];
    }

    /// <inheritdoc cref="RunList.Lines" path="/param"/>
    public static string ToJson(Run run, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(run);
        var document = new RunDocument { Schema = RunList.Schema, Manifest = run.Manifest.ToElement(), Summary = run.Summary?.ToElement() };
        return ListingJson.Write(RunList.Describe(document, run, now));
    }

    private static List<string> Facts(Run run, DateTimeOffset now)
    {
        List<string> lines = [];
        void Line(string name, string? value)
        {
            if (value is not null)
            {
                lines.Add($"{name,-14} {value}");
            }
        }

        RunManifest manifest = run.Manifest;
        RunSummary? summary = run.Summary;
        Line("run", run.Path);
        Line("state", run.State.Name());
        Line("error", manifest.Error is { } error ? Printable.Message(error) : null);
        Line("steps", RunList.Progress(run));
        Line("started", Time(manifest.Start));
        Line("ended", Time(manifest.End));
        Line("seconds", run.Seconds(now)?.ToString("F1", CultureInfo.InvariantCulture));
        Line("test accuracy", summary?.TestAccuracy is { } accuracy
            ? FormattableString.Invariant($"{accuracy:P2} of {summary.TestSamples} samples, loss {summary.TestLoss:G4}")
            : null);
        Line("Theorem 3", summary?.Theorem3Checks is null ? null : summary.Theorem3);
        Line("Proposition 1", summary?.Proposition1);
        Line("kernel bounds", summary?.Kernel);
        Line("data", $"{manifest.Dataset?.Name} ({manifest.Dataset?.Source})");
        Line("network", FormattableString.Invariant($"{manifest.Network?.Name}, {manifest.Network?.Parameters} parameters"));
        Line("engine", Join(manifest.Engine?.Device, manifest.Engine?.Precision, manifest.Engine?.InstructionSet, manifest.Engine?.Threads));
        AddParts(manifest, Line);
        MachineInfo? machine = manifest.Machine;
        Line("machine", Join(machine?.Host, machine?.OperatingSystem, machine?.Processor, machine?.Processors, machine?.MemoryBytes));
        Line("runtime", manifest.Machine?.Runtime);
        Line("program", manifest.Source?.Program);
        Line("commit", Commit(manifest.Source));
        Line("untracked", manifest.Source?.Untracked is { } untracked ? string.Join(", ", untracked) : null);
        Line("Slurm", manifest.Slurm is { } slurm ? string.Join(", ", slurm.Select(value => $"{value.Key} {value.Value}")) : null);
        Line("command line", run.CommandLine);
        Line("spec hash", manifest.SpecHash);
        return lines;
    }

    /// <summary>What computed which part, where the run was continued; above stands what came last.</summary>
    private static void AddParts(RunManifest manifest, Action<string, string?> line)
    {
        if (manifest.Resumes.Count == 0)
        {
            return;
        }

        foreach ((long step, RunProcess? by) in manifest.Parts())
        {
            string words = by?.Words ?? "by what is not recorded";
            line(step == 0 ? "begun" : "continued", step == 0 ? words : FormattableString.Invariant($"after step {step}: {words}"));
        }

        if (manifest.Mixture() is { Count: > 0 } mixture)
        {
            line("mixed", $"the parts differ in {string.Join(", ", mixture)}");
        }
    }

    private static TextTable Values(RunManifest manifest)
    {
        var table = new TextTable("VALUE", "IS", "FROM");
        AddValues(table, manifest, manifest.Spec, string.Empty);
        AddValues(table, manifest, manifest.Network?.Values, RunManifest.NetworkPrefix);
        return table;
    }

    private static void AddValues(TextTable table, RunManifest manifest, OrderedDictionary<string, JsonElement>? values, string prefix)
    {
        // An object among the spec's values holds the network's that were given; all of them follow.
        foreach ((string key, JsonElement value) in (values ?? []).Where(value => value.Value.ValueKind != JsonValueKind.Object))
        {
            string name = prefix + key;
            string text = value.ValueKind == JsonValueKind.String ? value.ToString() : value.GetRawText();
            table.Add(name, text, manifest.Origins?.GetValueOrDefault(name) ?? RunManifest.ModelFileOrigin);
        }
    }

    private static TextTable FilesBelow(string directory)
    {
        var table = new TextTable("FILE", " BYTES");
        foreach (string path in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            table.Add(Path.GetRelativePath(directory, path), new FileInfo(path).Length.ToString(CultureInfo.InvariantCulture));
        }

        return table;
    }

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
