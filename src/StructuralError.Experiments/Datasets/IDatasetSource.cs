using StructuralError.Core.Common;
using StructuralError.Core.Data;

namespace StructuralError.Experiments.Datasets;

/// <summary>A data set that <c>--dataset</c> knows by its name. <see cref="DatasetProvider.Sources"/> lists them.</summary>
public interface IDatasetSource
{
    /// <summary>Its name, and what its samples are.</summary>
    DatasetPreview Preview { get; }

    /// <summary>Whether it can be loaded without downloading any of it.</summary>
    bool IsAtHand(DatasetOptions options);

    /// <exception cref="UserErrorException"><see cref="FailureKind.BadData"/>: files malformed or others than they should be;
    /// <see cref="FailureKind.InputOutput"/>: the download failed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was triggered.</exception>
    Task<DatasetPair> LoadAsync(DatasetOptions options, CancellationToken cancellation);

    /// <summary>
    /// SHA-256 of each file's uncompressed content by file name, as <see cref="DatasetPair.Sha256"/> has it; null where the data are not there.
    /// </summary>
    /// <param name="source">Where a run took them from.</param>
    /// <exception cref="UserErrorException">A file is there and cannot be read or is malformed.</exception>
    IReadOnlyDictionary<string, string>? FindHashes(string source, DatasetOptions options, CancellationToken cancellation);
}
