using System.Collections.Immutable;
using StructuralError.Core.Networks;
using StructuralError.Runs.Specs;

namespace StructuralError.Experiments.Queue;

/// <summary>A run that a queue is to see finished.</summary>
/// <param name="Directory">Its run directory, as it is shown.</param>
/// <param name="Arguments">The options of <c>train</c> that describe it; <c>--out</c> and <c>--threads</c> are added by <see cref="Command"/>.</param>
/// <param name="Resolved">What these options come to.</param>
/// <param name="Network">The network they come to.</param>
/// <param name="SpecHash">What tells the run apart from others, see <see cref="RunIdentity"/>.</param>
public sealed record QueuedRun(string Directory, ImmutableArray<string> Arguments, ResolvedSpec Resolved, Network Network, string SpecHash)
{
    /// <summary>Whether a run that is there is replaced, finished or not.</summary>
    public bool Replaces { get; init; }

    /// <summary>Last part of the directory.</summary>
    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Directory));

    /// <summary>Where a queue keeps what the run printed: beside its directory, which must not exist before the run makes it.</summary>
    public string LogPath => Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Directory)) ?? string.Empty, "logs", Name + ".log");

    /// <summary>The program's arguments for this run.</summary>
    /// <param name="threads">Threads for it, where its options do not set them.</param>
    public ImmutableArray<string> Command(int threads) =>
    [
        "train", .. Arguments, "--out", Directory, .. Replaces ? (string[])["--force"] : [],
        .. Resolved.Origins["threads"] == SpecBuilder.DefaultOrigin ? (string[])["--threads", threads.ToString(System.Globalization.CultureInfo.InvariantCulture)] : [],
    ];
}
