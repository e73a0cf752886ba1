using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Experiments.Specs;

namespace StructuralError.Experiments.Datasets;

/// <summary>The named data sets and the directories of IDX files, as specs ask for them.</summary>
/// <param name="watch">Shows a load's downloads and warnings; null for nobody.</param>
public sealed class DatasetSources(Func<IDownloadWatch>? watch = null) : IDatasets
{
    public DatasetPreview? Preview(RunSpec spec)
    {
        if (Named(spec) is { } source)
        {
            bool isCertain = spec.Dataset != DatasetProvider.Auto || source.IsAtHand(new DatasetOptions { DataDirectory = spec.DataDirectory });
            int samples = Math.Min(spec.Labels.Limit ?? int.MaxValue, source.Preview.TrainSamples);

            // A file of soft labels may have more classes.
            return spec.Labels.FromFile ? null : source.Preview with { TrainSamples = samples, IsCertain = isCertain };
        }

        if (Directory.Exists(spec.Dataset))
        {
            return null;
        }

        string nearest = Suggestion.Phrase(spec.Dataset, DatasetProvider.Names), names = string.Join(", ", DatasetProvider.Names);
        throw new UserErrorException(FailureKind.Usage, File.Exists(spec.Dataset)
            ? $"dataset: '{spec.Dataset}' is a file; give the directory that holds the four IDX files."
            : $"dataset: '{spec.Dataset}' is neither {names} nor an existing directory{(nearest.Length > 0 ? nearest : ".")}");
    }

    public bool IsAtHand(RunSpec spec) => Named(spec)?.IsAtHand(Options(spec)) ?? true;

    public DatasetPair Load(RunSpec spec, CancellationToken cancellation = default)
    {
        using IDownloadWatch? shown = watch?.Invoke();
        DatasetOptions options = Options(spec);
        if (shown is not null)
        {
            options = options with { Warn = shown.Warn, Download = options.Download with { Progress = shown.Report } };
        }

        DatasetPair data = DatasetProvider.LoadAsync(spec.Dataset, options, cancellation).GetAwaiter().GetResult();
        data = TrainingLabels.Apply(spec.Labels, data, cancellation);
        return spec.Normalise is { } normalise ? data with { Train = normalise.Of(data.Train), Test = normalise.Of(data.Test) } : data;
    }

    public IDatasets WatchedBy(Func<IDownloadWatch> watch) => new DatasetSources(watch);

    private static IDatasetSource? Named(RunSpec spec) =>
        spec.Dataset == DatasetProvider.Auto ? DatasetProvider.Sources[0] : DatasetProvider.Find(spec.Dataset);

    private static DatasetOptions Options(RunSpec spec) => new()
    {
        DataDirectory = spec.DataDirectory,
        SoftLabels = spec.Labels.FromFile,
        Download = new DownloadOptions { Mirror = spec.Mirror is null ? null : DownloadOptions.ParseMirror(spec.Mirror) },
    };
}
