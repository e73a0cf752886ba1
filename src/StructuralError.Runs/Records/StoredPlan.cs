using StructuralError.Core.Common;
using StructuralError.Runs.Files;

namespace StructuralError.Runs.Records;

/// <summary>What rows a run must have, from the spec in its manifest. Steps, epochs and rows are counted from 0.</summary>
/// <param name="MaxSteps">The spec's limit, or null.</param>
/// <param name="Probe">Samples of the probe set, or null where the batch is measured.</param>
public sealed record StoredPlan(long TrainSamples, long BatchSize, long Epochs, long? MaxSteps, long MeasureEvery, long? Probe)
{
    public long StepsPerEpoch => (TrainSamples - 1) / BatchSize + 1;

    public long TotalSteps => (long)Int128.Min((Int128)StepsPerEpoch * Epochs, MaxSteps ?? long.MaxValue);

    /// <summary>Null where the manifest lacks a value or has an impossible one.</summary>
    public static StoredPlan? Of(StoredManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        long? Value(params ReadOnlySpan<string> path) => manifest.Document.WholeAt(path) is >= 1 and <= int.MaxValue and var value ? value : null;
        string? probe = manifest.Document.TextAt("spec", "probe");
        return Value("dataset", "train_samples") is { } samples && Value("spec", "batch_size") is { } batch && Value("spec", "epochs") is { } epochs && Value("spec", "measure_every") is { } every
            ? new StoredPlan(samples, batch, epochs, manifest.Document.WholeAt("spec", "steps"), every, probe is null ? null : ProbeSamples(probe))
            : null;
    }

    /// <summary>Measured steps among the first <paramref name="steps"/>.</summary>
    public long RowsIn(long steps) => steps <= 0 ? 0 : (steps - 1) / MeasureEvery + 1;

    public long EpochOf(long step) => step / StepsPerEpoch;

    /// <summary>Samples of the row of a step: the probe set, or the batch, the last of an epoch being what is left.</summary>
    public long SamplesAt(long step) => Probe ?? Math.Min(BatchSize, TrainSamples - (step % StepsPerEpoch * BatchSize));

    private static long? ProbeSamples(string probe) =>
        long.TryParse(probe[(probe.IndexOf(':', StringComparison.Ordinal) + 1)..], System.Globalization.CultureInfo.InvariantCulture, out long count) ? count : null;
}
