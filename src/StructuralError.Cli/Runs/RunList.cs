using System.Globalization;
using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Runs;
using StructuralError.Runs.Directories;

namespace StructuralError.Cli.Runs;

/// <summary>Runs in one table, or as one JSON document.</summary>
internal static class RunList
{
    public const int Schema = 1;

    private const string None = "-";

    public static void Write(TextWriter output, IReadOnlyList<Run> runs, DateTimeOffset now)
    {
        var table = new TextTable("RUN", "DATA", "MODEL", " K", " SEED", "PRECISION", "STATE", " STEPS", " ACCURACY", " SECONDS");
        foreach (Run run in runs)
        {
            table.Add(
                Shown(run.Path),
                Shown(run.Manifest.Dataset?.Name),
                Shown(run.Manifest.Network?.Name),
                Shown(run.Manifest.NetworkValue("k") is { ValueKind: not JsonValueKind.Undefined } k ? k.GetRawText() : null),
                Text(run.Seed),
                Shown(run.Manifest.SpecValue("precision").TextAt()),
                run.State.Name(),
                Progress(run),
                run.Summary?.TestAccuracy is { } accuracy ? FormattableString.Invariant($"{accuracy:P2}") : None,
                run.Seconds(now) is { } seconds ? seconds.ToString("F1", CultureInfo.InvariantCulture) : None);
        }

        table.Write(output);
    }

    public static string ToJson(IReadOnlyList<Run> runs, DateTimeOffset now) => JsonText.Write(
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema", Schema);
            writer.WriteStartArray("runs");
            foreach (Run run in runs)
            {
                writer.WriteStartObject();
                WriteFields(writer, run, now);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        },
        indented: true);

    /// <summary>Steps taken of those asked for.</summary>
    public static string Progress(Run run) => run.Plan is { } plan ? $"{Text(run.StepsTaken ?? 0)}/{Text(plan.TotalSteps)}" : Text(run.StepsTaken);

    /// <summary>The fields of one run, into an object that has been started.</summary>
    public static void WriteFields(Utf8JsonWriter writer, Run run, DateTimeOffset now)
    {
        writer.WriteString("run_directory", run.Path);
        writer.WriteString("state", run.State.Name());
        writer.WriteOptional("dataset", run.Manifest.Dataset?.Name);
        writer.WriteOptional("model", run.Manifest.Network?.Name);
        WriteWhole(writer, "k", run.Manifest.NetworkValue("k").WholeAt());
        WriteWhole(writer, "seed", run.Seed);
        writer.WriteOptional("precision", run.Manifest.SpecValue("precision").TextAt());
        WriteWhole(writer, "steps", run.StepsTaken);
        WriteWhole(writer, "total_steps", run.Plan?.TotalSteps);
        WriteReal(writer, "test_accuracy", run.Summary?.TestAccuracy);
        WriteReal(writer, "test_loss", run.Summary?.TestLoss);
        WriteReal(writer, "seconds", run.Seconds(now));
        writer.WriteString("spec_hash", run.Manifest.SpecHash);
        writer.WriteString("run_identity", run.Manifest.RunIdentity);
    }

    private static void WriteWhole(Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static void WriteReal(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number)
        {
            writer.WriteReal(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static string Text(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? None;

    // A path or name may have a line feed in it; a row stays one line.
    private static string Shown(string? text) => text is null ? None : string.Concat(text.Select(letter => char.IsControl(letter) ? '\uFFFD' : letter));
}
