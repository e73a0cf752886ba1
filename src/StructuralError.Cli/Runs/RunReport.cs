using System.Globalization;
using System.Text.Json;
using StructuralError.Cli.Documents;
using StructuralError.Core.Common;
using StructuralError.Runs;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;

namespace StructuralError.Cli.Runs;

/// <summary>All that is known of one run.</summary>
internal static class RunReport
{
    public static void Write(TextWriter output, Run run, DateTimeOffset now)
    {
        RunManifest manifest = run.Manifest;
        RunSummary? summary = run.Summary;
        Line(output, "run", run.Path);
        Line(output, "state", run.State.Name());
        Line(output, "error", manifest.Error is { } error ? Printable.Message(error) : null);
        Line(output, "steps", RunList.Progress(run));
        Line(output, "started", Time(manifest.Start));
        Line(output, "ended", Time(manifest.End));
        Line(output, "seconds", run.Seconds(now)?.ToString("F1", CultureInfo.InvariantCulture));
        Line(output, "test accuracy", summary?.TestAccuracy is { } accuracy
            ? FormattableString.Invariant($"{accuracy:P2} of {summary.TestSamples} samples, loss {summary.TestLoss:G4}")
            : null);
        Line(output, "Theorem 3", summary?.Theorem3Checks is null ? null : summary.Theorem3);
        Line(output, "data", $"{manifest.Dataset?.Name} ({manifest.Dataset?.Source})");
        Line(output, "network", FormattableString.Invariant($"{manifest.Network?.Name}, {manifest.Network?.Parameters} parameters"));
        Line(output, "engine", Join(manifest.Engine?.Device, manifest.Engine?.Precision, manifest.Engine?.InstructionSet, manifest.Engine?.Threads));
        WriteParts(output, manifest);
        MachineInfo? machine = manifest.Machine;
        Line(output, "machine", Join(machine?.Host, machine?.OperatingSystem, machine?.Processor, machine?.Processors, machine?.MemoryBytes));
        Line(output, "runtime", manifest.Machine?.Runtime);
        Line(output, "program", manifest.Source?.Program);
        Line(output, "commit", Commit(manifest.Source));
        Line(output, "untracked", manifest.Source?.Untracked is { } untracked ? string.Join(", ", untracked) : null);
        Line(output, "Slurm", manifest.Slurm is { } slurm ? string.Join(", ", slurm.Select(value => $"{value.Key} {value.Value}")) : null);
        Line(output, "command line", run.CommandLine);
        Line(output, "spec hash", manifest.SpecHash);
        output.WriteLine();
        WriteSpec(output, manifest);
        WriteFiles(output, run.Path);
    }

    public static string ToJson(Run run, DateTimeOffset now)
    {
        var document = new RunDocument { Schema = RunList.Schema, Manifest = run.Manifest.ToElement(), Summary = run.Summary?.ToElement() };
        return CliJson.Write(RunList.Describe(document, run, now));
    }

    /// <summary>What computed which part, where the run was continued; above stands what came last.</summary>
    private static void WriteParts(TextWriter output, RunManifest manifest)
    {
        if (manifest.Resumes.IsEmpty)
        {
            return;
        }

        foreach ((long step, RunProcess? by) in manifest.Parts())
        {
            string words = by?.Words ?? "by what is not recorded";
            Line(output, step == 0 ? "begun" : "continued", step == 0 ? words : FormattableString.Invariant($"after step {step}: {words}"));
        }

        if (manifest.Mixture() is { Count: > 0 } mixture)
        {
            Line(output, "mixed", $"the parts differ in {string.Join(", ", mixture)}");
        }
    }

    private static void WriteSpec(TextWriter output, RunManifest manifest)
    {
        var table = new TextTable("VALUE", "IS", "FROM");
        AddValues(table, manifest, manifest.Spec, string.Empty);
        AddValues(table, manifest, manifest.Network?.Values, RunManifest.NetworkPrefix);
        table.Write(output);
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

    private static void WriteFiles(TextWriter output, string directory)
    {
        output.WriteLine();
        var table = new TextTable("FILE", " BYTES");
        foreach (string path in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            table.Add(Path.GetRelativePath(directory, path), new FileInfo(path).Length.ToString(CultureInfo.InvariantCulture));
        }

        table.Write(output);
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

    private static void Line(TextWriter output, string name, string? value)
    {
        if (value is not null)
        {
            output.WriteLine($"{name,-14} {value}");
        }
    }
}
