using System.Globalization;
using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Runs;
using StructuralError.Runs.Directories;

namespace StructuralError.Reporting.Listings;

/// <summary>Runs in one table, or as one JSON document.</summary>
internal static class RunList
{
    internal const int Schema = 1;

    private const string None = "-";
    private const string Unreadable = "?";

    /// <summary>A line a run, below the headings; none where there is no run. One run at a time is looked at.</summary>
    /// <param name="now">Until when a run that is going on has taken its time.</param>
    public static IEnumerable<string> Lines(IEnumerable<Run> runs, DateTimeOffset now)
    {
        string[][] rows = [.. runs.Select(Row)];
        return rows is [] ? []
            : TextTable.Lines(["RUN", "DATA", "MODEL", " K", " SEED", "PRECISION", "STATE", " STEPS", " ACCURACY", " SECONDS"], rows);

        string[] Row(Run run) =>
        [
            Shown(run.Path),
            Shown(run.Manifest.Dataset?.Name),
            Shown(run.Manifest.Network?.Name),
            Shown(run.Manifest.NetworkValue("k") is { ValueKind: not JsonValueKind.Undefined } k ? k.GetRawText() : null),
            Text(run.Seed),
            Shown(run.Manifest.SpecValue("precision").TextAt()),
            run.State.Name(),
            Progress(run),
            run.Summary?.TestAccuracy is { } accuracy ? FormattableString.Invariant($"{accuracy:P2}") : None,
            run.Seconds(now) is { } seconds ? seconds.ToString("F1", CultureInfo.InvariantCulture) : None,
        ];
    }

    /// <inheritdoc cref="Lines" path="/param"/>
    public static string ToJson(IEnumerable<Run> runs, DateTimeOffset now) =>
        ListingJson.Write(new RunListDocument(Schema, runs.Select(run => Entry(run, now))));

    /// <summary>Steps taken of those asked for.</summary>
    internal static string Progress(Run run)
    {
        string taken = run.StepsFault is not null ? Unreadable : Text(run.StepsTaken ?? (run.Plan is null ? null : 0));
        return run.Plan is { } plan ? $"{taken}/{Text(plan.TotalSteps)}" : taken;
    }

    internal static RunEntry Entry(Run run, DateTimeOffset now) => new(
        run.Path,
        run.State.Name(),
        run.Manifest.Dataset?.Name,
        run.Manifest.Network?.Name,
        run.Manifest.NetworkValue("k").WholeAt(),
        run.Seed,
        run.Manifest.SpecValue("precision").TextAt(),
        run.StepsTaken,
        run.Plan?.TotalSteps,
        run.Summary?.TestAccuracy,
        run.Summary?.TestLoss,
        run.Seconds(now),
        run.Manifest.SpecHash,
        run.Manifest.RunIdentity);

    private static string Text(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? None;

    // A path or name may have a line feed in it; a row stays one line.
    private static string Shown(string? text) => text is null ? None : string.Concat(text.Select(letter => char.IsControl(letter) ? '\uFFFD' : letter));
}

/// <summary>What <c>runs list --json</c> prints.</summary>
internal sealed record RunListDocument(int Schema, IEnumerable<RunEntry> Runs);

/// <summary>What is said of every run. What a directory does not tell is null.</summary>
internal sealed record RunEntry(
    string? RunDirectory,
    string? State,
    string? Dataset,
    string? Model,
    long? K,
    long? Seed,
    string? Precision,
    long? Steps,
    long? TotalSteps,
    double? TestAccuracy,
    double? TestLoss,
    double? Seconds,
    string? SpecHash,
    string? RunIdentity);
