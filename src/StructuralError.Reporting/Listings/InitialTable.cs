using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Services;
using StructuralError.Runs;

namespace StructuralError.Reporting.Listings;

/// <summary>Measures networks as they are drawn into a table. Nothing is written unless all of it is there.</summary>
/// <param name="say">Is told now and then how many networks are measured.</param>
internal sealed class InitialTable(ExperimentServices services, InitialGrid grid, Action<string> say)
{
    /// <param name="isForced">Whether a file that is there is replaced.</param>
    /// <returns>What was written, in a line; null where it went through a pipe or the like.</returns>
    /// <exception cref="Core.Common.UserErrorException">What is wrong with the networks, the data, the device or the file.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was triggered.</exception>
    public string? Write(string path, bool isForced, CancellationToken stop)
    {
        OutputFile.Require(path, isForced);
        long start = services.Time.GetTimestamp();
        var measurements = new InitialMeasurements(services, grid, total =>
        {
            start = services.Time.GetTimestamp();
            return new MeasureProgress(say, services.Time, total);
        });
        IReadOnlyList<InitialMeasurement> results = measurements.Measure(stop);
        return !OutputFile.Write(path, InitializationColumns.Table.ToBytes(results), isForced) ? null : FormattableString.Invariant(
            $"{path}: {results.Count} networks at initialisation on {measurements.Dataset}, {results[0].Independence.Samples} samples each, ")
            + FormattableString.Invariant($"{services.Time.GetElapsedTime(start).TotalSeconds:F1} s");
    }
}
