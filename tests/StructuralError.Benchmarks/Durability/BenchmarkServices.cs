using StructuralError.Benchmarks.Running;
using StructuralError.Cli;
using StructuralError.Core.Data;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Specs;
using StructuralError.Runs.Storage;

namespace StructuralError.Benchmarks.Durability;

/// <summary>The program's own services, with the data loaded once for all runs, no figures, and rows dropped where they are not wanted.</summary>
internal sealed class BenchmarkServices(ITrainingServices inner, bool keepsRows) : ForwardingServices(inner)
{
    public override bool IsAtHand(RunSpec spec) => true;

    public override DatasetPair LoadDataset(RunSpec spec, TextWriter messages, bool quiet, CancellationToken cancellation) => BenchmarkData.Pair;

    public override IRowWriter CreateWriter(RowFiles files, RunSpec spec, int classes, TimeProvider time)
    {
        if (keepsRows)
        {
            return base.CreateWriter(files, spec, classes, time);
        }

        // The run's summary names the file.
        _ = files.Open(RunDirectory.StepsName);
        return new NoRows();
    }

    public override void WriteFigures(string runDirectory, Action<string> warn, IFileSystem files)
    {
    }

    private sealed class NoRows : IRowWriter
    {
        public void Dispose()
        {
        }
    }
}
