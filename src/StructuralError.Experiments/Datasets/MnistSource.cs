using StructuralError.Core.Common;
using StructuralError.Core.Data;

namespace StructuralError.Experiments.Datasets;

/// <summary><c>mnist</c>: found, or else downloaded; never replaced by anything else.</summary>
public sealed class MnistSource : IDatasetSource
{
    public DatasetPreview Preview { get; } = new(DatasetProvider.Mnist, TensorShape.Image(1, 28, 28), Classes: 10, TrainSamples: 60_000);

    public bool IsAtHand(DatasetOptions options) => MnistLocator.Find(options) is not null;

    public async Task<DatasetPair> LoadAsync(DatasetOptions options, CancellationToken cancellation)
    {
        // Find warns about half-filled directories; the download then fills the one it may write to.
        string? directory = MnistLocator.Find(options);
        if (directory is null)
        {
            directory = MnistLocator.DownloadDirectory(options);
            await new MnistDownloader(options.Download) { Files = options.MnistFiles }.FetchAsync(directory, cancellation).ConfigureAwait(false);
        }

        string[] paths = [.. options.MnistFiles.Select(
            file => file.FindIn(directory) ?? throw IdxError.Bad(directory, $"{file.Name} vanished while it was about to be read"))];
        return IdxDatasetLoader.Load(DatasetProvider.Mnist, directory, paths, options.MnistFiles, cancellation);
    }

    public IReadOnlyDictionary<string, string>? FindHashes(string source, DatasetOptions options, CancellationToken cancellation)
    {
        DatasetOptions places = options with { Warn = _ => { } };
        string? directory = options.MnistFiles.All(file => file.FindIn(source) is not null) ? source : MnistLocator.Find(places);
        return directory is null ? null : IdxDirectory.Hashes([.. options.MnistFiles.Select(file => file.FindIn(directory)!)], cancellation);
    }
}
