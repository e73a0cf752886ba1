namespace StructuralError.Experiments.Datasets;

/// <summary>The hashes of a data set that some run used, where the data are at hand.</summary>
public static class DatasetVerifier
{
    /// <inheritdoc cref="IDatasetSource.FindHashes"/>
    /// <param name="dataset">What <c>--dataset</c> was: a name, or a directory.</param>
    /// <param name="name">The data's real name.</param>
    public static IReadOnlyDictionary<string, string>? FindHashes(
        string dataset, string name, string source, DatasetOptions options, CancellationToken cancellation = default)
    {
        IReadOnlyDictionary<string, string>? found = DatasetProvider.Names.Contains(dataset)
            ? DatasetProvider.Find(name)?.FindHashes(source, options, cancellation)
            : Directory.Exists(source) ? IdxDirectory.Hashes(IdxDirectory.Find(source), cancellation)
            : null;
        return options.SoftLabels && found is not null && Directory.Exists(source)
            ? SoftLabelFile.AddHash(found, source, cancellation)
            : found;
    }
}
