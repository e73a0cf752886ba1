using System.Globalization;
using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Runs.Files;
using StructuralError.Runs.Records;

namespace StructuralError.Cli.Runs;

/// <summary>All that is known of one run.</summary>
internal static class RunReport
{
    public static void Write(TextWriter output, StoredRun run, DateTimeOffset now)
    {
        JsonElement manifest = run.Manifest.Document;
        Line(output, "run", run.Path);
        Line(output, "state", RunStatuses.Name(run.Status));
        Line(output, "error", manifest.TextAt("error"));
        Line(output, "steps", RunList.Progress(run));
        Line(output, "started", manifest.TextAt("start"));
        Line(output, "ended", manifest.TextAt("end"));
        Line(output, "seconds", run.Seconds(now)?.ToString("F1", CultureInfo.InvariantCulture));
        Line(output, "test accuracy", run.TestAccuracy is { } accuracy ? FormattableString.Invariant($"{accuracy:P2} of {run.Summary.WholeAt("test_samples")} samples, loss {run.TestLoss:G4}") : null);
        Line(output, "Theorem 3", run.Summary.WholeAt("theorem3_checks") is { } checks ? FormattableString.Invariant($"{run.Summary.WholeAt("theorem3_violations")} violations in {checks} checks") : null);
        Line(output, "data", $"{run.Dataset} ({manifest.TextAt("dataset", "source")})");
        Line(output, "network", FormattableString.Invariant($"{run.Manifest.Model}, {manifest.WholeAt("network", "parameters")} parameters"));
        Line(output, "engine", Join(manifest.At("engine"), "device", "precision", "instruction_set", "threads"));
        Line(output, "machine", Join(manifest.At("machine"), "host", "operating_system", "processor", "processors", "memory_bytes"));
        Line(output, "runtime", manifest.TextAt("machine", "runtime"));
        Line(output, "program", manifest.TextAt("source", "version"));
        Line(output, "commit", Commit(manifest.At("source")));
        Line(output, "untracked", manifest.At("source", "untracked") is { ValueKind: JsonValueKind.Array } untracked ? string.Join(", ", untracked.EnumerateArray()) : null);
        Line(output, "Slurm", manifest.At("slurm") is { ValueKind: JsonValueKind.Object } slurm ? string.Join(", ", slurm.EnumerateObject().Select(value => $"{value.Name} {value.Value}")) : null);
        Line(output, "command line", CommandLine(manifest));
        Line(output, "spec hash", run.Manifest.SpecHash);
        output.WriteLine();
        WriteSpec(output, run.Manifest);
        WriteFiles(output, run.Path);
    }

    public static string ToJson(StoredRun run, DateTimeOffset now) => JsonText.Write(
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema", RunList.Schema);
            RunList.WriteFields(writer, run, now);
            writer.WritePropertyName("manifest");
            run.Manifest.Document.WriteTo(writer);
            writer.WritePropertyName("summary");
            if (run.Summary.ValueKind == JsonValueKind.Undefined)
            {
                writer.WriteNullValue();
            }
            else
            {
                run.Summary.WriteTo(writer);
            }

            writer.WriteEndObject();
        },
        indented: true);

    private static void WriteSpec(TextWriter output, StoredManifest manifest)
    {
        var table = new TextTable("VALUE", "IS", "FROM");
        AddValues(table, manifest, manifest.Document.At("spec"), string.Empty);
        AddValues(table, manifest, manifest.Document.At("network", "values"), "network.");
        table.Write(output);
    }

    private static void AddValues(TextTable table, StoredManifest manifest, JsonElement values, string prefix)
    {
        if (values.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        // An object among the spec's values holds the network's that were given; all of them follow.
        foreach (JsonProperty value in values.EnumerateObject().Where(value => value.Value.ValueKind != JsonValueKind.Object))
        {
            string name = prefix + value.Name;
            string text = value.Value.ValueKind == JsonValueKind.String ? value.Value.ToString() : value.Value.GetRawText();
            table.Add(name, text, manifest.Document.TextAt("origins", name) ?? RunManifest.ModelFileOrigin);
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

    private static string? Commit(JsonElement source) => source.TextAt("commit") is not { } commit ? null : commit + source.At("dirty").ValueKind switch
    {
        JsonValueKind.True when source.TextAt("diff", "file") is { } file => $", changed: {file} holds the difference",
        JsonValueKind.True => ", changed; the difference was not kept",
        _ => string.Empty,
    };

    private static string? CommandLine(JsonElement manifest) => manifest.At("command_line") is not { ValueKind: JsonValueKind.Array } arguments
        ? null
        : string.Join(' ', arguments.EnumerateArray().Select(argument => ShellWord.Quote(argument.ToString())));

    private static string Join(JsonElement element, params string[] names) =>
        string.Join(", ", names.Select(name => element.At(name)).Where(value => value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null)).Select(value => value.ToString()));

    private static void Line(TextWriter output, string name, string? value)
    {
        if (value is not null)
        {
            output.WriteLine($"{name,-14} {value}");
        }
    }
}
