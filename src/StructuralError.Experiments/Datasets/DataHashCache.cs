using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Runs;

namespace StructuralError.Experiments.Datasets;

/// <summary>Hashes of data that runs used: those of several runs on the same data are computed once.</summary>
public sealed class DataHashCache(CancellationToken cancellation)
{
    private readonly Dictionary<(string Dataset, string Name, string Source, bool SoftLabels), Lazy<IReadOnlyDictionary<string, string>?>> _found = [];

    /// <inheritdoc cref="DatasetProvider.FindHashes"/>
    public IReadOnlyDictionary<string, string>? Find(Run run)
    {
        if (run.Manifest is not { Dataset: { Name: { } name, Source: { } source } } manifest || manifest.SpecValue("dataset").TextAt() is not { } dataset)
        {
            return null;
        }

        bool soft = manifest.SpecValue("soft_labels").ValueKind == JsonValueKind.True;
        (string, string, string, bool) key = (dataset, name, source, soft);
        if (!_found.TryGetValue(key, out Lazy<IReadOnlyDictionary<string, string>?>? hashes))
        {
            var options = new DatasetOptions { DataDirectory = manifest.SpecValue("data_dir").TextAt(), SoftLabels = soft };
            hashes = new(() => DatasetProvider.FindHashes(dataset, name, source, options, cancellation));
            _found.Add(key, hashes);
        }

        return hashes.Value;
    }
}
