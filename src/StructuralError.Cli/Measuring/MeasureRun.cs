using StructuralError.Cli.Common;
using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Services;
using StructuralError.Runs;

namespace StructuralError.Cli.Measuring;

/// <summary>Carries out <c>measure</c>: resolve, load the data, measure, write. Nothing is written unless all of it is there.</summary>
internal sealed class MeasureRun(CliContext context, InitialGrid grid, MeasureOptions options)
{
    public int Execute() => context.Interruptible("; nothing was written.", cancellation =>
    {
        Execute(cancellation);
        return ExitCodes.Success;
    });

    private void Execute(CancellationToken cancellation)
    {
        OutputFile.Require(options.Out, options.Force);
        ExperimentServices services = context.Telling(options.Quiet);
        long start = context.Time.GetTimestamp();
        var measurements = new InitialMeasurements(services, grid, total =>
        {
            start = context.Time.GetTimestamp();
            return options.Quiet ? null : new MeasureProgress(context.Error, context.Time, total);
        });
        IReadOnlyList<InitialMeasurement> results = measurements.Measure(cancellation);
        bool isFile = OutputFile.Write(options.Out, InitializationColumns.Table.ToBytes(results), options.Force);
        if (!options.Quiet && isFile)
        {
            double seconds = context.Time.GetElapsedTime(start).TotalSeconds;
            int samples = results[0].Independence.Samples;
            context.Out.WriteLine(FormattableString.Invariant(
                $"{options.Out}: {results.Count} networks at initialisation on {measurements.Dataset}, {samples} samples each, {seconds:F1} s"));
        }
    }
}

/// <summary>How networks are measured; nothing here changes the numbers.</summary>
/// <param name="Out">The file.</param>
internal sealed record MeasureOptions(string Out, bool Force, bool Quiet);
