using StructuralError.Core.Data;
using StructuralError.Experiments.Specs;

namespace StructuralError.Experiments.Datasets;

/// <summary>The data sets of several runs, each loaded at most once, whatever becomes of its labels. Safe for use by several threads.</summary>
public sealed class DatasetCache(IDatasets datasets) : IDatasets
{
    private readonly Dictionary<(string Dataset, string? Directory, string? Mirror, LabelSettings Labels, Normalisation? Normalise), DatasetPair> _data = [];
    private readonly Lock _gate = new();

    public DatasetPreview? Preview(RunSpec spec) => datasets.Preview(spec);

    public bool IsAtHand(RunSpec spec) => datasets.IsAtHand(spec);

    public IDatasets WatchedBy(Func<IDownloadWatch> watch) => new DatasetCache(datasets.WatchedBy(watch));

    /// <inheritdoc/>
    public DatasetPair Load(RunSpec spec, CancellationToken cancellation = default)
    {
        (string, string?, string?, LabelSettings, Normalisation?) key = (spec.Dataset, spec.DataDirectory, spec.Mirror, spec.Labels, spec.Normalise);
        lock (_gate)
        {
            if (!_data.TryGetValue(key, out DatasetPair? data))
            {
                // Pixels are shared by all that differ in the labels alone.
                LabelSettings stored = LabelSettings.AsTheyAre with { FromFile = spec.Labels.FromFile };
                data = spec.Labels == stored
                    ? datasets.Load(spec, cancellation)
                    : TrainingLabels.Apply(spec.Labels, Load(spec with { Labels = stored }, cancellation), cancellation);
                _data.Add(key, data);
            }

            return data;
        }
    }

    /// <summary>The data's real name; loads them only where nothing else can tell it.</summary>
    /// <inheritdoc cref="IDatasets.Load" path="/exception"/>
    public string NameOf(RunSpec spec, CancellationToken cancellation = default) =>
        Preview(spec) is { IsCertain: true } preview ? preview.Name : Load(spec, cancellation).Name;

    /// <summary>The spec with <c>auto</c> replaced by what it came to: a run that is started later must not come to something else.</summary>
    public RunSpec Decide(RunSpec spec, CancellationToken cancellation = default) =>
        spec.Dataset == DatasetProvider.Auto ? spec with { Dataset = NameOf(spec, cancellation) } : spec;
}
