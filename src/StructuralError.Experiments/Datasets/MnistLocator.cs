namespace StructuralError.Experiments.Datasets;

/// <summary>
/// Where MNIST's files are looked for: <c>--data-dir</c>, then <c>$MNIST_DIR</c>, then <c>data/mnist</c>; in each also in <c>MNIST/raw</c>, where torchvision
/// leaves them.
/// </summary>
public static class MnistLocator
{
    public const string EnvironmentVariable = "MNIST_DIR";

    private static readonly string Torchvision = Path.Combine("MNIST", "raw");

    /// <summary>The directories looked in, in order, each with where the choice comes from.</summary>
    public static IReadOnlyList<(string Path, string Origin)> Directories(DatasetOptions options) =>
    [
        .. Named(options).SelectMany(place => (IEnumerable<(string, string)>)(
            Directory.Exists(Path.Combine(place.Path, Torchvision)) ? [place, (Path.Combine(place.Path, Torchvision), place.Origin)] : [place])),
    ];

    private static IEnumerable<(string Path, string Origin)> Named(DatasetOptions options)
    {
        (string? Path, string Origin)[] places =
        [
            (options.DataDirectory, "--data-dir"), (options.Environment(EnvironmentVariable), $"${EnvironmentVariable}"),
            (options.DefaultDirectory, "default"),
        ];
        return places.Where(place => !string.IsNullOrWhiteSpace(place.Path)).Select(place => (place.Path!, place.Origin));
    }

    /// <summary>Where a download goes: a directory that was named, otherwise the default.</summary>
    public static string DownloadDirectory(DatasetOptions options) =>
        string.IsNullOrWhiteSpace(options.DataDirectory) ? options.DefaultDirectory : options.DataDirectory;

    /// <returns>The first directory that holds all files, or null. Half-filled directories on the way are warned about.</returns>
    public static string? Find(DatasetOptions options)
    {
        foreach ((string path, string origin) in Directories(options))
        {
            List<MnistFile> missing = [.. options.MnistFiles.Where(file => file.FindIn(path) is null)];
            if (missing.Count == 0)
            {
                return path;
            }

            if (missing.Count < options.MnistFiles.Count)
            {
                string names = string.Join(", ", missing.Select(file => file.Name));
                options.Warn($"{path} ({origin}) holds only part of MNIST and is passed over; missing: {names} (.gz or not).");
            }
        }

        return null;
    }
}
