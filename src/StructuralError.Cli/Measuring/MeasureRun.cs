using StructuralError.Cli.Common;
using StructuralError.Core.Common;
using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Services;

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
        RequireFree();
        ExperimentServices services = context.Telling(options.Quiet);
        long start = context.Time.GetTimestamp();
        var measurements = new InitialMeasurements(services, grid, total =>
        {
            start = context.Time.GetTimestamp();
            return options.Quiet ? null : new MeasureProgress(context.Error, context.Time, total);
        });
        IReadOnlyList<InitialMeasurement> results = measurements.Measure(cancellation);
        InitializationColumns.Write(options.Out, results);
        if (!options.Quiet)
        {
            double seconds = context.Time.GetElapsedTime(start).TotalSeconds;
            int samples = results[0].Independence.Samples;
            context.Out.WriteLine(FormattableString.Invariant(
                $"{options.Out}: {results.Count} networks at initialisation on {measurements.Dataset}, {samples} samples each, {seconds:F1} s"));
        }
    }

    private void RequireFree()
    {
        if (Directory.Exists(options.Out))
        {
            throw new UserErrorException(FailureKind.CannotCreate, $"{options.Out}: is a directory; give --out the name of a file.");
        }

        if (File.Exists(options.Out) && !options.Force)
        {
            throw new UserErrorException(FailureKind.CannotCreate, $"{options.Out}: is there already; give another --out, or --force to replace it.");
        }
    }
}

/// <summary>How networks are measured; nothing here changes the numbers.</summary>
/// <param name="Out">The file.</param>
internal sealed record MeasureOptions(string Out, bool Force, bool Quiet);
