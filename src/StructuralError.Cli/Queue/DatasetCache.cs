using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Experiments.Datasets;
using StructuralError.Runs.Specs;

namespace StructuralError.Cli.Queue;

/// <summary>The data sets of a queue's runs, each loaded at most once. Safe for use by several threads.</summary>
internal sealed class DatasetCache(CliContext context, bool quiet, CancellationToken cancellation)
{
    private readonly Dictionary<(string Dataset, string? Directory, string? Mirror), DatasetPair> _data = [];
    private readonly Lock _gate = new();

    /// <exception cref="UserErrorException">Bad data (65), or it cannot be read or downloaded (74).</exception>
    public DatasetPair Load(RunSpec spec)
    {
        (string, string?, string?) key = (spec.Dataset, spec.DataDirectory, spec.Mirror);
        lock (_gate)
        {
            if (!_data.TryGetValue(key, out DatasetPair? data))
            {
                data = context.Services.LoadDataset(spec, context.Error, quiet, cancellation);
                _data.Add(key, data);
            }

            return data;
        }
    }

    /// <summary>The data's real name; loads them only where nothing else can tell it.</summary>
    /// <inheritdoc cref="Load" path="/exception"/>
    public string NameOf(RunSpec spec) => context.Services.Preview(spec) is { IsCertain: true } preview ? preview.Name : Load(spec).Name;

    /// <summary>The spec with <c>auto</c> replaced by what it came to: a run that is started later must not come to something else.</summary>
    public RunSpec Decide(RunSpec spec) => spec.Dataset == DatasetProvider.Auto ? spec with { Dataset = NameOf(spec) } : spec;
}
