using StructuralError.Core.Common;
using StructuralError.Core.Data;

namespace StructuralError.Experiments.Datasets;

/// <summary>Turns the value of <c>--dataset</c> into data.</summary>
public static class DatasetProvider
{
    public const string Auto = "auto";
    public const string Mnist = "mnist";
    public const string Digits = "digits";

    /// <summary>
    /// Loads <c>mnist</c> (found, or else downloaded), <c>digits</c> (drawn by the program), <c>auto</c> (mnist where that can be had, otherwise digits, with a
    /// warning), or the IDX files of a directory.
    /// </summary>
    /// <exception cref="UserErrorException">
    /// <see cref="ExitCodes.Usage"/>: neither a known name nor a directory; <see cref="ExitCodes.BadData"/>: files missing, malformed or not MNIST's;
    /// <see cref="ExitCodes.InputOutput"/>: the download failed.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was triggered.</exception>
    public static async Task<DatasetPair> LoadAsync(string dataset, DatasetOptions options, CancellationToken cancellation = default) => dataset switch
    {
        Mnist => await LoadMnistAsync(options, cancellation).ConfigureAwait(false),
        Digits => GenerateDigits(DigitsGenerator.DefaultSeed, cancellation),
        Auto => await LoadAutoAsync(options, cancellation).ConfigureAwait(false),
        _ => LoadDirectory(dataset, cancellation),
    };

    /// <summary>The embedded data set for a seed, with the hashes its IDX files would have.</summary>
    public static DatasetPair GenerateDigits(ulong seed, CancellationToken cancellation = default)
    {
        Dataset train = DigitsGenerator.Train(seed, cancellation);
        Dataset test = DigitsGenerator.Test(seed, cancellation);
        string[] names = [.. MnistFile.All.Select(file => file.Name)];
        string[] hashes = new string[4];
        Parallel.Invoke(
            () => hashes[0] = IdxWriter.Sha256(DatasetWriter.ImageDimensions(train), train.Bytes),
            () => hashes[1] = IdxWriter.Sha256([train.Count], train.Labels),
            () => hashes[2] = IdxWriter.Sha256(DatasetWriter.ImageDimensions(test), test.Bytes),
            () => hashes[3] = IdxWriter.Sha256([test.Count], test.Labels));
        Dictionary<string, string> byName = names.Zip(hashes).ToDictionary(pair => pair.First, pair => pair.Second);
        return new DatasetPair(Digits, $"drawn by the program, seed {seed}", train, test, byName);
    }

    private static async Task<DatasetPair> LoadAutoAsync(DatasetOptions options, CancellationToken cancellation)
    {
        if (MnistLocator.Find(options) is string directory)
        {
            return LoadMnistFrom(directory, options, cancellation);
        }

        try
        {
            directory = await DownloadAsync(options, cancellation).ConfigureAwait(false);
        }
        catch (UserErrorException exception) when (exception.ExitCode == ExitCodes.InputOutput)
        {
            options.Warn(FallbackWarning(options, exception));
            return GenerateDigits(DigitsGenerator.DefaultSeed, cancellation);
        }

        return LoadMnistFrom(directory, options, cancellation);
    }

    private static async Task<DatasetPair> LoadMnistAsync(DatasetOptions options, CancellationToken cancellation)
    {
        // Find warns about half-filled directories; the download then fills the one it may write to.
        string directory = MnistLocator.Find(options) ?? await DownloadAsync(options, cancellation).ConfigureAwait(false);
        return LoadMnistFrom(directory, options, cancellation);
    }

    private static async Task<string> DownloadAsync(DatasetOptions options, CancellationToken cancellation)
    {
        string directory = MnistLocator.DownloadDirectory(options);
        await new MnistDownloader(options.Download) { Files = options.MnistFiles }.FetchAsync(directory, cancellation).ConfigureAwait(false);
        return directory;
    }

    private static DatasetPair LoadMnistFrom(string directory, DatasetOptions options, CancellationToken cancellation)
    {
        List<string> paths = [];
        foreach (MnistFile file in options.MnistFiles)
        {
            paths.Add(file.FindIn(directory) ?? throw IdxError.Bad(directory, $"{file.Name} vanished while it was about to be read"));
        }

        return IdxDatasetLoader.Load(Mnist, directory, paths, options.MnistFiles, cancellation);
    }

    private static DatasetPair LoadDirectory(string path, CancellationToken cancellation)
    {
        if (!Directory.Exists(path))
        {
            string what = File.Exists(path) ? "is a file; give the directory that holds the four IDX files" : $"is neither {Auto}, {Mnist} or {Digits} nor an existing directory";
            throw new UserErrorException(ExitCodes.Usage, $"--dataset {path}: {what}.");
        }

        string name = new DirectoryInfo(path).Name;
        return IdxDatasetLoader.Load(name.Trim('/', '\\') is { Length: > 0 } real ? real : "dataset", path, IdxDirectory.Find(path), null, cancellation);
    }

    private static string FallbackWarning(DatasetOptions options, UserErrorException failure)
    {
        string frame = new('!', 78);
        string places = string.Join(", ", MnistLocator.Directories(options).Select(directory => $"{directory.Path} ({directory.Origin})"));
        return string.Join(Environment.NewLine,
            frame,
            "WARNING: THIS IS NOT MNIST.",
            "MNIST was neither found nor could it be downloaded. The data set 'digits', drawn by the program",
            "itself, is used in its place. No number of this run is a number about MNIST.",
            $"Looked in: {places}.",
            failure.Message,
            frame);
    }
}
