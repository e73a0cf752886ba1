using System.Globalization;
using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Runs;
using StructuralError.Runs.Directories;

namespace StructuralError.Reporting.Listings;

/// <summary>Runs in one table, or as one JSON document.</summary>
public static class RunList
{
    internal const int Schema = 1;

    private const string None = "-";
    private const string Unreadable = "?";

    /// <summary>A line a run, below the headings; none where there is no run. One run at a time is looked at.</summary>
    /// <param name="now">Until when a run that is going on has taken its time.</param>
    public static IEnumerable<string> Lines(IEnumerable<Run> runs, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(runs);
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

        return table.IsEmpty ? [] : table.Lines();
    }

    /// <inheritdoc cref="Lines" path="/param"/>
    public static string ToJson(IEnumerable<Run> runs, DateTimeOffset now) =>
        ListingJson.Write(new RunListDocument(Schema, runs.Select(run => Describe(new RunEntry(), run, now))));

    /// <summary>Steps taken of those asked for.</summary>
    internal static string Progress(Run run)
    {
        string taken = run.StepsFault is not null ? Unreadable : Text(run.StepsTaken ?? (run.Plan is null ? null : 0));
        return run.Plan is { } plan ? $"{taken}/{Text(plan.TotalSteps)}" : taken;
    }

    /// <summary>What is said of every run.</summary>
    internal static T Describe<T>(T entry, Run run, DateTimeOffset now)
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
