using System.Collections.Immutable;
using StructuralError.Core.Networks;
using StructuralError.Experiments.Specs;
using StructuralError.Experiments.Sweeps;
using StructuralError.Experiments.Train;
using StructuralError.Runs.Directories;

namespace StructuralError.Experiments.Queue;

/// <summary>A run that a queue is to see finished.</summary>
/// <param name="Directory">Its run directory, as it is shown.</param>
/// <param name="Resolved">What it computes; its data set is decided.</param>
/// <param name="Network">The network it trains.</param>
/// <param name="SpecHash">What tells the run apart from others, see <see cref="RunIdentity"/>.</param>
public sealed record QueuedRun(string Directory, ResolvedSpec Resolved, Network Network, string SpecHash)
{
    /// <summary>What is done with a run that is there, and whether a referee measures too.</summary>
    public RunOptions Options { get; init; } = new();

    /// <summary>Last part of the directory.</summary>
    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Directory));

    /// <summary>Where a queue keeps what the run printed: beside its directory, which must not exist before the run makes it.</summary>
    public string LogPath => Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Directory)) ?? string.Empty, "logs", Name + ".log");

    private bool LeavesThreadsOpen => Resolved.Origins["threads"] == SpecBuilder.DefaultOrigin;

    /// <summary>The options of <c>train</c> that say what it computes.</summary>
    public ImmutableArray<string> Arguments => SpecArguments.Of(Resolved, Network);

    /// <summary>The program's arguments for this run, for a process of its own.</summary>
    /// <param name="threads">Threads for it, where its spec does not set them.</param>
    public ImmutableArray<string> Command(int threads) =>
    [
        "train", .. Arguments, "--out", Directory, .. Options.Force ? (string[])["--force"] : [],
        .. Options.Referee is { } every ? (string[])["--referee", FormattableString.Invariant($"{every}")] : [],
        .. Options.Resume == ResumeMode.Auto ? (string[])[] : ["--resume", Options.Resume.ToString().ToLowerInvariant()],
        .. LeavesThreadsOpen ? (string[])["--threads", FormattableString.Invariant($"{threads}")] : [],
    ];

    /// <summary>The run with so many threads, where its spec does not set them.</summary>
    public QueuedRun On(int threads) =>
        LeavesThreadsOpen ? this with { Resolved = Resolved with { Spec = Resolved.Spec with { Threads = threads } } } : this;
}
