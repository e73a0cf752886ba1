using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;
using StructuralError.Runs.Storage;

namespace StructuralError.Runs.Records;

/// <summary>A run as its directory tells of it. What files do not say is null.</summary>
/// <param name="Path">The directory, as it was named.</param>
/// <param name="Summary">The content of <c>summary.json</c>; of kind <see cref="JsonValueKind.Undefined"/> where there is none that can be read.</param>
public sealed record StoredRun(string Path, RunStatus Status, StoredManifest Manifest, JsonElement Summary)
{
    /// <summary>Why <c>summary.json</c> cannot be read, as the end of a sentence that starts with its name.</summary>
    public string? SummaryFault { get; private init; }

    public string? Dataset => Manifest.Document.TextAt("dataset", "name");

    public string? K => Manifest.NetworkValues.GetValueOrDefault("k");

    public long? Seed => Manifest.Document.WholeAt("spec", "seed");

    public string? Precision => Manifest.Document.TextAt("spec", "precision");

    public double? TestAccuracy => Summary.RealAt("test_accuracy");

    public double? TestLoss => Summary.RealAt("test_loss");

    /// <summary>What the spec asks for.</summary>
    public StoredPlan? Plan => StoredPlan.Of(Manifest);

    /// <summary>Steps taken: the summary's, or up to the last whole row of <c>steps.csv</c>.</summary>
    public long? Steps => Summary.WholeAt("steps") ?? (LastRow.Step(File(RunDirectory.StepsName)) is { } last and < long.MaxValue ? last + 1 : null);

    /// <summary>Wall time in seconds: the summary's; of other runs the time from start to end, or to <paramref name="now"/> while they run. Never negative, whatever the clock did.</summary>
    public double? Seconds(DateTimeOffset now)
    {
        DateTimeOffset? end = Status == RunStatus.Running ? now : Manifest.Document.TimeAt("end");
        return Summary.RealAt("seconds") ?? (end - Manifest.Document.TimeAt("start") is { } elapsed ? Math.Max(0, elapsed.TotalSeconds) : null);
    }

    /// <summary>Path of a file in the directory.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Looks at a directory and changes nothing in it.</summary>
    /// <param name="reason">Where null is returned: why it is not taken for a run.</param>
    /// <exception cref="IOException">The directory or a file in it cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">No right to read it.</exception>
    public static StoredRun? Find(string directory, out string reason)
    {
        RunInspection found = RunInspection.Of(directory);
        reason = found.State switch
        {
            RunState.Missing => "there is no such directory",
            RunState.Empty => "it holds no run",
            _ => found.Reason ?? string.Empty,
        };
        if (found.Manifest is null)
        {
            return null;
        }

        (JsonElement summary, string? fault) = ReadSummary(System.IO.Path.Combine(directory, RunDirectory.SummaryName));
        return new StoredRun(directory, StatusOf(directory, found), found.Manifest, summary) { SummaryFault = fault };
    }

    private static RunStatus StatusOf(string directory, RunInspection found) => found switch
    {
        { State: RunState.Finished } => RunStatus.Finished,
        { Manifest.Outcome: RunOutcome.Failed } => RunStatus.Failed,
        { Manifest.Outcome: RunOutcome.Running } when RunLock.IsHeld(directory) => RunStatus.Running,
        _ => RunStatus.Interrupted,
    };

    private static (JsonElement Summary, string? Fault) ReadSummary(string path)
    {
        if (!System.IO.File.Exists(path))
        {
            return (default, "is missing");
        }

        using JsonDocument? document = JsonFile.Read(path, out string reason);
        return document is null ? (default, reason)
            : document.RootElement.WholeAt("schema") != RunSummary.Schema ? (default, $"has another schema than {RunSummary.Schema}")
            : (document.RootElement.Clone(), null);
    }
}
