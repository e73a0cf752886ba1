using StructuralError.Core.Columns;
using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Core.Structure;
using StructuralError.Core.Training;
using StructuralError.Experiments.Specs;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Tables;

namespace StructuralError.Experiments.Rows;

/// <summary>
/// The CSV files of a run. Rows go to the operating system when a step is over and none have gone for <see cref="LongestHold"/>: fast steps share a write, slow
/// ones each have their own. A write for each would take a fiftieth of a step of 0.2 ms, and a kill costs the rows since the last checkpoint in either case.
/// </summary>
/// <param name="time">Its elapsed time counts, not its time of day.</param>
public sealed class RunRows(
    RowFile steps,
    RowFile? samples,
    RowFile? layers,
    RowFile? independence,
    RowFile? kernel,
    int classes,
    RunTraits traits,
    TimeProvider time) : IRowWriter
{
    /// <summary>Short for whoever watches the file grow.</summary>
    public static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(0.1);

    private readonly CsvRowWriter<StepRow> _steps = RunTables.Steps.Writer(steps.Write, steps.Header, traits);
    private readonly SampleCsvWriter? _samples = samples is null ? null : new SampleCsvWriter(samples.Write, classes, samples.Header);
    private readonly CsvRowWriter<LayerRow>? _layers = layers is null ? null : RunTables.Layers.Writer(layers.Write, layers.Header);
    private readonly CsvRowWriter<IndependenceRow>? _independence =
        independence is null ? null : RunTables.Independence.Writer(independence.Write, independence.Header);
    private readonly CsvRowWriter<KernelRow>? _kernel = kernel is null ? null : RunTables.Kernel.Writer(kernel.Write, kernel.Header);
    private long _flushed = time.GetTimestamp();

    /// <summary>Opens the row files that the spec asks for. A file whose length is not 0 is gone on with and has its header.</summary>
    /// <param name="classes">C, the number of classes.</param>
    /// <param name="traits">What decides which columns a new file has.</param>
    /// <exception cref="UserErrorException">A file cannot be opened (74).</exception>
    public static IRowWriter Open(RowFiles files, RunSpec spec, int classes, RunTraits traits, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(spec);
        bool structure = spec.StructureEvery > 0;
        return new RunRows(
            files.Open(RunDirectory.StepsName),
            spec.PerSample ? files.Open(RunDirectory.SamplesName) : null,
            structure ? files.Open(RunDirectory.LayersName) : null,
            structure ? files.Open(RunDirectory.IndependenceName) : null,
            spec.KernelEvery > 0 ? files.Open(RunDirectory.KernelName) : null,
            classes,
            traits,
            time);
    }

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
}
