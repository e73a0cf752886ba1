namespace StructuralError.Experiments.Datasets;

/// <summary>Where a data set is looked for, how it is downloaded, and who is told.</summary>
public sealed record DatasetOptions
{
    /// <summary>Directory to look in first and to download into (<c>--data-dir</c>).</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Directory to look in last, and to download into where none is given.</summary>
    public string DefaultDirectory { get; init; } = Path.Combine("data", "mnist");

    /// <summary>Whether the training samples' targets come from the file beside their labels.</summary>
    public bool SoftLabels { get; init; }

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    public DownloadOptions Download { get; init; } = new();

    /// <summary>Receives what the user must not overlook; several lines each.</summary>
    public Action<string> Warn { get; init; } = _ => { };

    internal IReadOnlyList<MnistFile> MnistFiles { get; init; } = MnistFile.All;
}
