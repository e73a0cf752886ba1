using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Experiments.Specs;

namespace StructuralError.Experiments.Datasets;

/// <summary>The data that specs ask for.</summary>
public interface IDatasets
{
    /// <summary>What can be told about the data without loading or downloading any; null where it must be loaded first.</summary>
    /// <exception cref="UserErrorException">There is no such data set (exit 2).</exception>
    DatasetPreview? Preview(RunSpec spec);

    /// <summary>Whether the data can be loaded without downloading any.</summary>
    bool IsAtHand(RunSpec spec);

    /// <exception cref="UserErrorException">Bad data (65), or it cannot be read or downloaded (74).</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was triggered.</exception>
    DatasetPair Load(RunSpec spec, CancellationToken cancellation = default);

    /// <summary>The same data, with downloads and warnings shown.</summary>
    IDatasets WatchedBy(Func<IDownloadWatch> watch);
}

/// <summary>What is known of a data set before it is loaded.</summary>
/// <param name="Name">Real name.</param>
/// <param name="TrainSamples">Samples to train on.</param>
/// <param name="IsCertain">False where the name depends on whether a download succeeds.</param>
public sealed record DatasetPreview(string Name, TensorShape Shape, int Classes, int TrainSamples, bool IsCertain = true);

/// <summary>Shows how data sets come.</summary>
public interface IDownloadWatch : IDisposable
{
    void Report(DownloadProgress progress);

    /// <summary>Says what must not be overlooked, in several lines.</summary>
    void Warn(string text);
}
