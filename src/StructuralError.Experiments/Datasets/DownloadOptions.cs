using StructuralError.Core.Common;

namespace StructuralError.Experiments.Datasets;

/// <summary>How far a file's download has come.</summary>
/// <param name="Bytes">Received so far, compressed.</param>
/// <param name="Total">Bytes in all where the server says so.</param>
public readonly record struct DownloadProgress(string File, long Bytes, long? Total);

/// <summary>
/// From where and how patiently files are downloaded. The defaults end within 15 seconds where there is no network, all mirrors and retries together.
/// </summary>
public sealed record DownloadOptions
{
    /// <summary>Base addresses of MNIST's compressed files, in the order they are tried.</summary>
    public static IReadOnlyList<Uri> DefaultMirrors { get; } =
    [
        new("https://storage.googleapis.com/cvdf-datasets/mnist/"),
        new("https://ossci-datasets.s3.amazonaws.com/mnist/"),
    ];

    /// <summary>Base address tried before all others (<c>--mirror</c>).</summary>
    public Uri? Mirror { get; init; }

    public IReadOnlyList<Uri> Mirrors { get; init; } = DefaultMirrors;

    /// <summary>From asking for a file to the start of the answer: name look-up, connection, encryption and the server's thinking.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Within this time at least 1 KiB (or the end) must arrive, over and over.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A transfer that has lasted this long must have brought <see cref="SlowestRate"/> bytes a second on average.</summary>
    public TimeSpan SlownessTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Bytes a second.</summary>
    public int SlowestRate { get; init; } = 16 * 1024;

    /// <summary>Time that all attempts together may spend waiting in vain.</summary>
    public TimeSpan WaitingBudget { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>Pause before a mirror is tried a second time.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>In place of the network.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>Called as bytes arrive.</summary>
    public Action<DownloadProgress> Progress { get; init; } = _ => { };

    /// <summary>Reads the value of <c>--mirror</c>.</summary>
    /// <exception cref="UserErrorException"><see cref="FailureKind.Usage"/>: not an http or https address.</exception>
    public static Uri ParseMirror(string value) =>
        Uri.TryCreate(value.EndsWith('/') ? value : value + "/", UriKind.Absolute, out Uri? uri) && (uri.Scheme is "http" or "https")
            ? uri
            : throw new UserErrorException(FailureKind.Usage,
                $"--mirror {value}: not an http:// or https:// address. Give the address of the directory that holds the four .gz files.");
}
