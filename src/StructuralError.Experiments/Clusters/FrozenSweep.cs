using System.Collections.Immutable;
using System.Text.Json.Serialization;
using StructuralError.Core.Common;
using StructuralError.Experiments.Queue;
using StructuralError.Experiments.Specs;
using StructuralError.Experiments.Sweeps;
using StructuralError.Experiments.Train;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;

namespace StructuralError.Experiments.Clusters;

/// <summary>
/// The runs of a sweep as they were when they were handed to a cluster: <c>cluster/sweep-….json</c>, read and written. It is never changed, so a task that
/// starts days later computes what was asked for, whatever has become of files and defaults meanwhile.
/// </summary>
/// <param name="Runs">In the order of the sweep.</param>
/// <param name="Resume">What is done with a run that is begun: a <see cref="ResumeMode"/> in lower case.</param>
/// <param name="WorkingDirectory">Where relative paths of its values begin.</param>
/// <param name="Program">The version of the program that froze it.</param>
public sealed record FrozenSweep(
    [property: JsonRequired] ImmutableArray<FrozenRun> Runs, [property: JsonRequired] string Resume, [property: JsonRequired] string WorkingDirectory,
    [property: JsonRequired] string Program)
    : ClusterRecord
{
    /// <inheritdoc cref="RunOptions.Referee"/>
    public long? Referee { get; init; }

    /// <summary>The name of its file: that of its content, so that the same sweep is frozen once.</summary>
    [JsonIgnore]
    public string FileName => $"sweep-{ClusterJson.Hash(ToJson())}.json";

    /// <summary>What is done with a run that is begun.</summary>
    [JsonIgnore]
    public ResumeMode ResumeMode => Enum.TryParse(Resume, ignoreCase: true, out ResumeMode mode) ? mode : ResumeMode.Auto;

    /// <param name="runs">One at least; resolved together, so that they share a parent directory; their data sets are decided.</param>
    public static FrozenSweep Of(IReadOnlyList<QueuedRun> runs) => new(
        [.. runs.Select(FrozenRun.Of)], runs[0].Options.Resume.ToString().ToLowerInvariant(), Environment.CurrentDirectory, SourceVersion.ProgramVersion)
    {
        Referee = runs[0].Options.Referee,
    };

    /// <exception cref="UserErrorException">It cannot be understood, or another version of the program froze it (exit 65).</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static FrozenSweep Read(string path) => ClusterJson.Read<FrozenSweep>(path, "freeze the sweep again, by the command with --on");

    // What is null in spite of its type stands so in the file.
    internal override string? Fault => Runs.Any(run => !ClusterJson.IsEntry(run.Name)) ? "name"
        : Runs.Any(run => run.Values.ContainsValue(null!)) ? "values"
        : WorkingDirectory.Contains('\0', StringComparison.Ordinal) ? "working_directory"
        : null;

    public string ToJson() => ClusterJson.Write(this);
}

/// <summary>A run of a frozen sweep.</summary>
/// <param name="Name">Of its directory.</param>
/// <param name="SpecHash">What the values must come to, see <see cref="RunIdentity"/>.</param>
/// <param name="Values">By key, see <see cref="Assignment.Key"/>; what is not given keeps its default.</param>
public sealed record FrozenRun(
    [property: JsonRequired] string Name, [property: JsonRequired] string SpecHash, [property: JsonRequired] OrderedDictionary<string, string> Values)
{
    public static FrozenRun Of(QueuedRun run)
    {
        // The data are there by now, and an address may have a password in it.
        IEnumerable<Assignment> values = SpecArguments.Assignments(run.Resolved, run.Network).Where(value => value.Key != "mirror");
        return new FrozenRun(run.Name, run.SpecHash, new(values.Select(value => KeyValuePair.Create(value.Key, value.Value)), StringComparer.Ordinal));
    }

    /// <summary>The spec that the values give, as <c>train</c> with these options has it.</summary>
    public ResolvedSpec Resolve() => Assignment.Build(new SpecBuilder(), Values.Select(value => new Assignment(value.Key, value.Value)));
}
