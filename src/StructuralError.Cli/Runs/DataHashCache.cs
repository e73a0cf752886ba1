using StructuralError.Core.Common;
using StructuralError.Experiments.Datasets;
using StructuralError.Runs.Records;

namespace StructuralError.Cli.Runs;

/// <summary>Hashes of data that runs used: those of several runs on the same data are computed once.</summary>
internal sealed class DataHashCache(CancellationToken cancellation)
{
    private readonly Dictionary<(string Dataset, string Name, string Source), Lazy<IReadOnlyDictionary<string, string>?>> _found = [];

    /// <inheritdoc cref="DatasetVerifier.FindHashes"/>
    public IReadOnlyDictionary<string, string>? Find(StoredRun run)
    {
        if (run.Manifest.Document.TextAt("spec", "dataset") is not { } dataset || run.Dataset is not { } name || run.Manifest.Document.TextAt("dataset", "source") is not { } source)
        {
            return null;
        }

        (string, string, string) key = (dataset, name, source);
        if (!_found.TryGetValue(key, out Lazy<IReadOnlyDictionary<string, string>?>? hashes))
        {
            var options = new DatasetOptions { DataDirectory = run.Manifest.Document.TextAt("spec", "data_dir") };
            hashes = new(() => DatasetVerifier.FindHashes(dataset, name, source, options, cancellation));
            _found.Add(key, hashes);
        }

        return hashes.Value;
    }
}
