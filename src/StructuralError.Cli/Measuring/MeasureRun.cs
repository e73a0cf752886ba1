using StructuralError.Cli.Common;
using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Services;
using StructuralError.Reporting.Listings;
using StructuralError.Runs;

namespace StructuralError.Cli.Measuring;

/// <summary>Carries out <c>measure</c>: resolve, load the data, measure, write. Nothing is written unless all of it is there.</summary>
internal sealed class MeasureRun(CliContext context, InitialGrid grid, string path, bool force, bool quiet)
{
    public int Execute() => context.Interruptible("; nothing was written.", cancellation =>
    {
        Execute(cancellation);
        return ExitCodes.Success;
    });

    private void Execute(CancellationToken cancellation)
    {
        OutputFile.Require(path, force);
        ExperimentServices services = context.Telling(quiet);
        long start = context.Time.GetTimestamp();
        var measurements = new InitialMeasurements(services, grid, total =>
        {
            start = context.Time.GetTimestamp();
            return quiet ? null : new MeasureProgress(context.Error.WriteLine, context.Time, total);
        });
        IReadOnlyList<InitialMeasurement> results = measurements.Measure(cancellation);
        bool isFile = OutputFile.Write(path, InitializationColumns.Table.ToBytes(results), force);
        if (!quiet && isFile)
        {
            double seconds = context.Time.GetElapsedTime(start).TotalSeconds;
            int samples = results[0].Independence.Samples;
            context.Out.WriteLine(FormattableString.Invariant(
                $"{path}: {results.Count} networks at initialisation on {measurements.Dataset}, {samples} samples each, {seconds:F1} s"));
        }
    }
}
