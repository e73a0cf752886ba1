using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Core.Structure;
using StructuralError.Runs.Columns;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;

namespace StructuralError.Reporting.Runs;

/// <summary>A run as one of several: its rows, and the values that tell it from the others.</summary>
/// <param name="Name">Name of its directory.</param>
/// <param name="Values">The spec's fields and the network's parameters by name, in words. <c>dataset</c> and <c>model</c> are the real ones.</param>
public sealed record ComparedRun(string Name, IReadOnlyList<StepRow> Rows, IReadOnlyDictionary<string, string> Values)
{
    // What was asked for of the network. The values it took stand by themselves, defaults included.
    private const string NetworkField = "network";

    // Where a value comes from or how long it takes to compute, not what is computed.
    private static readonly string[] Idle = ["data_dir", "mirror", "threads"];

    /// <summary>Whether the run was completed.</summary>
    public bool IsFinished { get; init; } = true;

    /// <summary>The values that may make a difference between two runs, seed excepted.</summary>
    public IEnumerable<KeyValuePair<string, string>> Distinguishing => Values.Where(value => value.Key != "seed" && !Idle.Contains(value.Key));

    /// <param name="warn">Is told what was passed over.</param>
    /// <exception cref="UserErrorException">
    /// <see cref="ExitCodes.Usage"/>: the directory is not a run's; <see cref="ExitCodes.BadData"/>, <see cref="ExitCodes.InputOutput"/>: its <c>steps.csv</c> is broken, empty or cannot be read.
    /// </exception>
    public static ComparedRun Read(string directory, Action<string>? warn = null)
    {
        RunInspection found = RunInspection.Of(directory);
        if (found.Manifest is not StoredManifest manifest)
        {
            throw new UserErrorException(ExitCodes.Usage, $"{directory}: is not a run directory: {Reason(found)}; give one that 'train' made.");
        }

        string steps = Path.Combine(directory, RunDirectory.StepsName);
        IReadOnlyList<StepRow> rows = File.Exists(steps) ? StepColumns.Table.Read(steps, warn) : [];
        if (rows.Count == 0)
        {
            throw new UserErrorException(ExitCodes.BadData, $"{steps}: has no rows, so there is nothing to draw. Run the training again.");
        }

        Dictionary<string, string> values = manifest.Spec.Where(value => value.Key != NetworkField).Concat(manifest.NetworkValues).DistinctBy(value => value.Key).ToDictionary(value => value.Key, value => Words(value.Value), StringComparer.Ordinal);
        RunFacts facts = RunFacts.Read(Path.Combine(directory, RunDirectory.ManifestName), warn);
        Replace("dataset", facts.Dataset);
        Replace("model", manifest.Model);
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));
        return new ComparedRun(name, rows, values) { IsFinished = found.State == RunState.Finished };

        void Replace(string field, string? value)
        {
            if (value is not null)
            {
                values[field] = value;
            }
        }
    }

    /// <summary>Why it is not a run directory, as the end of a sentence.</summary>
    public static string Reason(RunInspection found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return found.State switch
        {
            RunState.Missing => "there is no such directory",
            RunState.Empty => "it holds no run",
            _ => found.Reason ?? "it cannot be understood",
        };
    }

    private static string Words(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind switch
        {
            JsonValueKind.String => document.RootElement.GetString()!,
            JsonValueKind.Null => "none",
            _ => json,
        };
    }
}
