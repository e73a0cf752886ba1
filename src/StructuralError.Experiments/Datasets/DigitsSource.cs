using StructuralError.Core.Common;
using StructuralError.Core.Data;

namespace StructuralError.Experiments.Datasets;

/// <summary><c>digits</c>: drawn by the program itself, the same bytes everywhere. It imitates MNIST's shape.</summary>
public sealed class DigitsSource : IDatasetSource
{
    public DatasetPreview Preview { get; } = new(DatasetProvider.Digits, TensorShape.Image(1, 28, 28), Classes: 10, DigitsGenerator.TrainCount);

    public bool IsAtHand(DatasetOptions options) => true;

    public Task<DatasetPair> LoadAsync(DatasetOptions options, CancellationToken cancellation) =>
        Task.FromResult(Draw(DigitsGenerator.DefaultSeed, cancellation));

    public IReadOnlyDictionary<string, string>? FindHashes(string source, DatasetOptions options, CancellationToken cancellation) =>
        Draw(DigitsGenerator.DefaultSeed, cancellation).Sha256;

    /// <summary>The data set for a seed, with the hashes its IDX files would have.</summary>
    public static DatasetPair Draw(ulong seed, CancellationToken cancellation = default)
    {
        Dataset train = DigitsGenerator.Train(seed, cancellation);
        Dataset test = DigitsGenerator.Test(seed, cancellation);
        string[] hashes = new string[4];
        Parallel.Invoke(
            () => hashes[0] = IdxWriter.Sha256(DatasetWriter.ImageDimensions(train), train.Bytes),
            () => hashes[1] = IdxWriter.Sha256([train.Count], train.Labels),
            () => hashes[2] = IdxWriter.Sha256(DatasetWriter.ImageDimensions(test), test.Bytes),
            () => hashes[3] = IdxWriter.Sha256([test.Count], test.Labels));
        return new DatasetPair(
            DatasetProvider.Digits, $"drawn by the program, seed {seed}", train, test, MnistFile.All.Select(file => file.Name).Zip(hashes).ToDictionary());
    }
}
