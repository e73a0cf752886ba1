using StructuralError.Core.Common;
using StructuralError.Core.Data;

namespace StructuralError.Experiments.Datasets;

/// <summary>The hashes of a data set that some run used, where the data are at hand.</summary>
public static class DatasetVerifier
{
    /// <summary>SHA-256 of each file's uncompressed content by file name, as <see cref="DatasetPair.Sha256"/> has it; null where the data are not there.</summary>
    /// <param name="dataset">What <c>--dataset</c> was: a name, or a directory.</param>
    /// <param name="name">The data's real name.</param>
    /// <param name="source">Where the run took them from.</param>
    /// <exception cref="UserErrorException">A file is there and cannot be read or is malformed.</exception>
    public static IReadOnlyDictionary<string, string>? FindHashes(string dataset, string name, string source, DatasetOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        bool isNamed = dataset is DatasetProvider.Auto or DatasetProvider.Mnist or DatasetProvider.Digits;
        if (isNamed && name == DatasetProvider.Digits)
        {
            return DatasetProvider.GenerateDigits(DigitsGenerator.DefaultSeed, cancellation).Sha256;
        }

        if (!isNamed)
        {
            return Directory.Exists(source) ? Hashes(IdxDirectory.Find(source), cancellation) : null;
        }

        DatasetOptions places = options with { Warn = _ => { } };
        string? directory = options.MnistFiles.All(file => file.FindIn(source) is not null) ? source : MnistLocator.Find(places);
        return directory is null ? null : Hashes([.. options.MnistFiles.Select(file => file.FindIn(directory)!)], cancellation);
    }

    private static Dictionary<string, string> Hashes(IReadOnlyList<string> paths, CancellationToken cancellation) =>
        paths.ToDictionary(IdxDatasetLoader.UncompressedName, path => IdxReader.Read(path, cancellation).Sha256, StringComparer.Ordinal);
}
