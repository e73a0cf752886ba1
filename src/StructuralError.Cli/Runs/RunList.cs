using System.Globalization;
using System.Text.Json;
using StructuralError.Cli.Documents;
using StructuralError.Core.Common;
using StructuralError.Runs;
using StructuralError.Runs.Directories;

namespace StructuralError.Cli.Runs;

/// <summary>Runs in one table, or as one JSON document.</summary>
internal static class RunList
{
    public const int Schema = 1;

    private const string None = "-";
    private const string Unreadable = "?";

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

    public static string ToJson(IReadOnlyList<Run> runs, DateTimeOffset now) =>
        CliJson.Write(new RunListDocument(Schema, runs.Select(run => Describe(new RunEntry(), run, now))));

    /// <summary>Steps taken of those asked for.</summary>
    public static string Progress(Run run)
    {
        string taken = run.StepsFault is not null ? Unreadable : Text(run.StepsTaken ?? (run.Plan is null ? null : 0));
        return run.Plan is { } plan ? $"{taken}/{Text(plan.TotalSteps)}" : taken;
    }

    /// <summary>What is said of every run.</summary>
    public static T Describe<T>(T entry, Run run, DateTimeOffset now)
        where T : RunEntry => (T)(entry with
        {
            RunDirectory = run.Path,
            State = run.State.Name(),
            Dataset = run.Manifest.Dataset?.Name,
            Model = run.Manifest.Network?.Name,
            K = run.Manifest.NetworkValue("k").WholeAt(),
            Seed = run.Seed,
            Precision = run.Manifest.SpecValue("precision").TextAt(),
            Steps = run.StepsTaken,
            TotalSteps = run.Plan?.TotalSteps,
            TestAccuracy = run.Summary?.TestAccuracy,
            TestLoss = run.Summary?.TestLoss,
            Seconds = run.Seconds(now),
            SpecHash = run.Manifest.SpecHash,
            RunIdentity = run.Manifest.RunIdentity,
        });

    private static string Text(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? None;

    // A path or name may have a line feed in it; a row stays one line.
    private static string Shown(string? text) => text is null ? None : string.Concat(text.Select(letter => char.IsControl(letter) ? '\uFFFD' : letter));
}
