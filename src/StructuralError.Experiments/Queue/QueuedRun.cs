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
    /// <summary>Whether a run that is there is replaced, finished or not.</summary>
    public bool Replaces { get; init; }

    /// <summary>What is done with a run that is there, but not finished.</summary>
    public ResumeMode Resume { get; init; }

    /// <inheritdoc cref="RunOptions.Referee"/>
    public long? Referee { get; init; }

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
        "train", .. Arguments, "--out", Directory, .. Replaces ? (string[])["--force"] : [],
        .. Referee is { } every ? (string[])["--referee", every.ToString(System.Globalization.CultureInfo.InvariantCulture)] : [],
        .. Resume == ResumeMode.Auto ? (string[])[] : ["--resume", Resume.ToString().ToLowerInvariant()],
        .. LeavesThreadsOpen ? (string[])["--threads", threads.ToString(System.Globalization.CultureInfo.InvariantCulture)] : [],
    ];

    /// <summary>The run with so many threads, where its spec does not set them.</summary>
    public QueuedRun On(int threads) =>
        LeavesThreadsOpen ? this with { Resolved = Resolved with { Spec = Resolved.Spec with { Threads = threads } } } : this;
}
