using StructuralError.Benchmarks.Running;
using StructuralError.Core.Data;
using StructuralError.Experiments.Datasets;
using StructuralError.Experiments.Rows;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Specs;
using StructuralError.Runs.Directories;

namespace StructuralError.Benchmarks.Durability;

/// <summary>The program's own services, with the data loaded once for all runs, no figures, and rows dropped where they are not wanted.</summary>
internal static class BenchmarkServices
{
    public static ExperimentServices Of(bool keepsRows)
    {
        var real = new ExperimentServices { Datasets = new LoadedData() };
        return keepsRows ? real : real with
        {
            OpenRows = (files, _, _, _, _) =>
            {
                // The run's summary names the file.
                _ = files.Open(RunDirectory.StepsName);
                return new NoRows();
            },
        };
    }

    private sealed class LoadedData : IDatasets
    {
        private readonly DatasetSources _sources = new();

        public DatasetPreview? Preview(RunSpec spec) => _sources.Preview(spec);

        public bool IsAtHand(RunSpec spec) => true;

        public DatasetPair Load(RunSpec spec, CancellationToken cancellation = default) => BenchmarkData.Pair;

        public IDatasets WatchedBy(Func<IDownloadWatch> watch) => this;
    }

    private sealed class NoRows : IRowWriter
    {
        public void Dispose()
        {
        }
    }
}
