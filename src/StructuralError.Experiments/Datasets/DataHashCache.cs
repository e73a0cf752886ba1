using StructuralError.Core.Common;
using StructuralError.Runs;

namespace StructuralError.Experiments.Datasets;

/// <summary>Hashes of data that runs used: those of several runs on the same data are computed once.</summary>
public sealed class DataHashCache(CancellationToken cancellation)
{
    private readonly Dictionary<(string Dataset, string Name, string Source), Lazy<IReadOnlyDictionary<string, string>?>> _found = [];

    /// <inheritdoc cref="DatasetVerifier.FindHashes"/>
    public IReadOnlyDictionary<string, string>? Find(Run run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Manifest is not { Dataset: { Name: { } name, Source: { } source } } manifest || manifest.SpecValue("dataset").TextAt() is not { } dataset)
        {
            return null;
        }

        (string, string, string) key = (dataset, name, source);
        if (!_found.TryGetValue(key, out Lazy<IReadOnlyDictionary<string, string>?>? hashes))
        {
            var options = new DatasetOptions { DataDirectory = manifest.SpecValue("data_dir").TextAt() };
            hashes = new(() => DatasetVerifier.FindHashes(dataset, name, source, options, cancellation));
            _found.Add(key, hashes);
        }

        return hashes.Value;
    }
}
