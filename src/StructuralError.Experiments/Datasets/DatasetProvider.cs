using StructuralError.Core.Common;
using StructuralError.Core.Data;

namespace StructuralError.Experiments.Datasets;

/// <summary>Turns the value of <c>--dataset</c> into data.</summary>
public static class DatasetProvider
{
    public const string Auto = "auto";
    public const string Mnist = "mnist";
    public const string Digits = "digits";

    /// <summary>The data sets that have names. <c>auto</c> is the first, and the last where the first can be neither found nor downloaded.</summary>
    public static IReadOnlyList<IDatasetSource> Sources { get; } = [new MnistSource(), new DigitsSource()];

    /// <summary>What <c>--dataset</c> takes besides a directory.</summary>
    public static IReadOnlyList<string> Names { get; } = [Auto, .. Sources.Select(source => source.Preview.Name)];

    /// <summary>The source of this name; null for <c>auto</c> and for a directory.</summary>
    public static IDatasetSource? Find(string dataset) => Sources.FirstOrDefault(source => source.Preview.Name == dataset);

    /// <summary>
    /// Loads a named data set, <c>auto</c> (the first that can be had, with a warning where that is not the one meant), or the IDX files of a directory.
    /// </summary>
    /// <exception cref="UserErrorException">
    /// <see cref="FailureKind.Usage"/>: neither a known name nor a directory; <see cref="FailureKind.BadData"/>: files missing, malformed or others than they
    /// should be;
    /// <see cref="FailureKind.InputOutput"/>: the download failed.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was triggered.</exception>
    public static async Task<DatasetPair> LoadAsync(string dataset, DatasetOptions options, CancellationToken cancellation = default)
    {
        DatasetPair data = dataset == Auto ? await LoadAutoAsync(options, cancellation).ConfigureAwait(false)
            : Find(dataset) is { } source ? await source.LoadAsync(options, cancellation).ConfigureAwait(false)
            : LoadDirectory(dataset, options, cancellation);
        return options.SoftLabels ? SoftLabelFile.AddTo(data, cancellation) : data;
    }

    /// <summary>The hashes of a data set that some run used, where the data are at hand.</summary>
    /// <inheritdoc cref="IDatasetSource.FindHashes"/>
    /// <param name="dataset">What <c>--dataset</c> was: a name, or a directory.</param>
    /// <param name="name">The data's real name.</param>
    public static IReadOnlyDictionary<string, string>? FindHashes(
        string dataset, string name, string source, DatasetOptions options, CancellationToken cancellation = default)
    {
        IReadOnlyDictionary<string, string>? found = Names.Contains(dataset) ? Find(name)?.FindHashes(source, options, cancellation)
            : Directory.Exists(source) ? IdxDirectory.Hashes(IdxDirectory.Find(source), cancellation)
            : null;
        return options.SoftLabels && found is not null && Directory.Exists(source) ? SoftLabelFile.AddHash(found, source, cancellation) : found;
    }

    private static async Task<DatasetPair> LoadAutoAsync(DatasetOptions options, CancellationToken cancellation)
    {
        try
        {
            return await Sources[0].LoadAsync(options, cancellation).ConfigureAwait(false);
        }
        catch (UserErrorException exception) when (exception.Kind == FailureKind.InputOutput && !Sources[0].IsAtHand(options with { Warn = _ => { } }))
        {
            options.Warn(FallbackWarning(options, exception));
            return await Sources[^1].LoadAsync(options, cancellation).ConfigureAwait(false);
        }
    }

    private static DatasetPair LoadDirectory(string path, DatasetOptions options, CancellationToken cancellation)
    {
        if (!Directory.Exists(path))
        {
            string what = File.Exists(path)
                ? "is a file; give the directory that holds the four IDX files"
                : $"is neither {Auto}, {Mnist} or {Digits} nor an existing directory";
            throw new UserErrorException(FailureKind.Usage, $"--dataset {path}: {what}.");
        }

        string name = new DirectoryInfo(path).Name;
        name = name.Trim('/', '\\') is { Length: > 0 } real ? real : "dataset";
        DatasetPair data = IdxDatasetLoader.Load(name, path, IdxDirectory.Find(path), null, cancellation);
        foreach (string warning in data.Warnings)
        {
            options.Warn($"warning: --dataset {path}: {warning}");
        }

        return data;
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
