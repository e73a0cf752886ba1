using StructuralError.Core.Common;
using StructuralError.Runs.Files;

namespace StructuralError.Runs;

/// <summary>What rows a run must have, from the spec in its manifest. Steps, epochs and rows are counted from 0.</summary>
/// <param name="MaxSteps">The spec's limit, or null.</param>
/// <param name="Probe">Samples of the probe set, or null where the batch is measured.</param>
public sealed record RowPlan(long TrainSamples, long BatchSize, long Epochs, long? MaxSteps, long MeasureEvery, long? Probe)
{
    public long StepsPerEpoch => (TrainSamples - 1) / BatchSize + 1;

    public long TotalSteps => (long)Int128.Min((Int128)StepsPerEpoch * Epochs, MaxSteps ?? long.MaxValue);

    /// <summary>Null where the manifest lacks a value or has an impossible one.</summary>
    public static RowPlan? Of(RunManifest manifest)
    {
        long? Count(string name) => Possible(manifest.SpecValue(name).WholeAt());
        string? probe = manifest.SpecValue("probe").TextAt();
        return Possible(manifest.Dataset?.TrainSamples) is { } samples
            && Count("batch_size") is { } batch && Count("epochs") is { } epochs && Count("measure_every") is { } every
            ? new RowPlan(samples, batch, epochs, manifest.SpecValue("steps").WholeAt(), every, probe is null ? null : ProbeSamples(probe))
            : null;
    }

    /// <summary>Measured steps among the first <paramref name="steps"/>.</summary>
    public long RowsIn(long steps) => steps <= 0 ? 0 : (steps - 1) / MeasureEvery + 1;

    public long EpochOf(long step) => step / StepsPerEpoch;

    /// <summary>Samples of the row of a step: the probe set, or the batch, the last of an epoch being what is left.</summary>
    public long SamplesAt(long step) => Probe ?? Math.Min(BatchSize, TrainSamples - (step % StepsPerEpoch * BatchSize));

    private static long? Possible(long? value) => value is >= 1 and <= int.MaxValue ? value : null;

    private static long? ProbeSamples(string probe) =>
        long.TryParse(probe[(probe.IndexOf(':', StringComparison.Ordinal) + 1)..], System.Globalization.CultureInfo.InvariantCulture, out long count)
            ? count
            : null;
}
