using StructuralError.Core.Columns;
using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Core.Structure;
using StructuralError.Core.Training;
using StructuralError.Experiments.Specs;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Tables;

namespace StructuralError.Experiments.Rows;

/// <summary>Writes to streams that it leaves open. It may hold rows back until <see cref="IStepSink.Flush"/>.</summary>
public interface IRowWriter : IStepSink, IDisposable;

/// <summary>
/// The CSV files of a run. Rows go to the operating system when a step is over and none have gone for <see cref="LongestHold"/>: fast steps share a write, slow
/// ones each have their own. A write for each would take a fiftieth of a step of 0.2 ms, and a kill costs the rows since the last checkpoint in either case.
/// </summary>
/// <param name="files">A file whose length is not 0 is gone on with and has its header.</param>
/// <param name="spec">Says which files there are.</param>
/// <param name="classes">C, the number of classes.</param>
/// <param name="traits">What decides which columns a new file has.</param>
/// <param name="time">Its elapsed time counts, not its time of day.</param>
/// <exception cref="UserErrorException">A file cannot be opened (74).</exception>
public sealed class RunRows(RowFiles files, RunSpec spec, int classes, RunTraits traits, TimeProvider time) : IRowWriter
{
    /// <summary>Short for whoever watches the file grow.</summary>
    public static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(0.1);

    private readonly CsvRowWriter<StepRow> _steps =
        Open(files, true, RunDirectory.StepsName, file => RunTables.Steps.Writer(file.Write, file.Header, traits))!;

    private readonly SampleCsvWriter? _samples =
        Open(files, spec.PerSample, RunDirectory.SamplesName, file => new SampleCsvWriter(file.Write, classes, file.Header));

    private readonly CsvRowWriter<LayerRow>? _layers =
        Open(files, spec.StructureEvery > 0, RunDirectory.LayersName, file => RunTables.Layers.Writer(file.Write, file.Header));

    private readonly CsvRowWriter<IndependenceRow>? _independence =
        Open(files, spec.StructureEvery > 0, RunDirectory.IndependenceName, file => RunTables.Independence.Writer(file.Write, file.Header));

    private readonly CsvRowWriter<KernelRow>? _kernel =
        Open(files, spec.KernelEvery > 0, RunDirectory.KernelName, file => RunTables.Kernel.Writer(file.Write, file.Header));

    private long _flushed = time.GetTimestamp();

    public bool ReadsAllEigenvalues => _samples is not null;

    public void Measured(in Batch batch, Measurements measurements) => _samples?.Write(batch, measurements);

    public void Row(in StepRow row) => _steps.Write(row);

    public void Structure(ReadOnlySpan<LayerRow> layers, in IndependenceRow independence)
    {
        _layers?.Write(layers);
        _independence?.Write(in independence);
    }

    public void Kernel(in KernelRow row) => _kernel?.Write(in row);

    public void Stepped(in StepStatus status)
    {
        if (time.GetElapsedTime(_flushed) >= LongestHold)
        {
            Flush();
        }
    }

    public void Flush()
    {
        _kernel?.Flush();
        _layers?.Flush();
        _independence?.Flush();
        _samples?.Flush();
        _steps.Flush();
        _flushed = time.GetTimestamp();
    }

    public void Dispose()
    {
        _kernel?.Dispose();
        _independence?.Dispose();
        _layers?.Dispose();
        _samples?.Dispose();
        _steps.Dispose();
    }

    private static T? Open<T>(RowFiles files, bool isAskedFor, string name, Func<RowFile, T> writer)
        where T : class => isAskedFor ? writer(files.Open(name)) : null;
}
