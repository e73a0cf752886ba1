namespace StructuralError.Experiments.Datasets;

/// <summary>One of MNIST's four files.</summary>
/// <param name="Name">Its usual name, without <c>.gz</c>.</param>
/// <param name="Length">Bytes of the uncompressed content.</param>
/// <param name="Sha256">SHA-256 of the uncompressed content; lower-case hexadecimal.</param>
public sealed record MnistFile(string Name, long Length, string Sha256)
{
    /// <summary>In the order train images, train labels, test images, test labels.</summary>
    public static IReadOnlyList<MnistFile> All { get; } =
    [
        new("train-images-idx3-ubyte", 47_040_016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
        new("train-labels-idx1-ubyte", 60_008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
        new("t10k-images-idx3-ubyte", 7_840_016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
        new("t10k-labels-idx1-ubyte", 10_008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
    ];

    /// <summary>The name it has on servers.</summary>
    public string CompressedName => Name + ".gz";

    /// <summary>Every name it is known by, in the order of preference: plain before gzipped, hyphen before dot.</summary>
    public IEnumerable<string> Names => [Name, DottedName, CompressedName, DottedName + ".gz"];

    private string DottedName => Name.Replace("-idx", ".idx", StringComparison.Ordinal);

    /// <returns>Path of the file in a directory, or null.</returns>
    public string? FindIn(string directory) => Names.Select(name => Path.Combine(directory, name)).FirstOrDefault(File.Exists);
}
