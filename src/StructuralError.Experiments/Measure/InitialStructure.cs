using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Training;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Specs;
using StructuralError.Experiments.Train;

namespace StructuralError.Experiments.Measure;

/// <summary>
/// Measures networks at initialisation, one after the other, each with all threads: on the first batch that the seed's loader draws, as step 0 of
/// <c>train</c> does, or on the probe set of its spec. U, L and G are those of row 0 of that run's <c>steps.csv</c>.
/// </summary>
/// <param name="data">The data set of all networks.</param>
/// <param name="device">What measures them.</param>
public sealed class InitialStructure(ExperimentServices services, DatasetPair data, DeviceRequest device)
{
    /// <param name="networks">Those that differ in their seed alone should follow one another: they share an engine.</param>
    /// <param name="progress">Is told after each network how many are done.</param>
    /// <returns>One result a network, in order.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was triggered; it is looked at between batches.</exception>
    public IReadOnlyList<InitialMeasurement> Measure(IReadOnlyList<InitialNetwork> networks, IProgress<int>? progress, CancellationToken cancellation)
    {
        var results = new List<InitialMeasurement>(networks.Count);
        IEngine? engine = null;
        try
        {
            for (int i = 0; i < networks.Count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                if (engine is null || !CanShareEngine(networks[i - 1], networks[i]))
                {
                    engine?.Dispose();
                    engine = services.CreateEngine(networks[i].Network, networks[i].Spec, Capacity(networks[i]), device, cancellation);
                }

                results.Add(Measure(engine, networks[i], cancellation));
                progress?.Report(results.Count);
            }
        }
        finally
        {
            engine?.Dispose();
        }

        return results;
    }

    private InitialMeasurement Measure(IEngine engine, InitialNetwork subject, CancellationToken cancellation)
    {
        (ParameterSet parameters, ISampler order) = services.Draw(subject.Network, subject.Spec, data.Train.Count);
        engine.Load(parameters);
        var aggregator = new InitialAggregator(subject.Network, engine.Info.Precision);
        int capacity = Capacity(subject);
        var measurements = new Measurements(capacity, subject.Network.Classes, MeasurementLevel.Matrix);
        if (subject.Spec.Probe is { } probe)
        {
            Dataset split = RunPlan.Split(data, probe);
            foreach (int[] chunk in Enumerable.Range(0, probe.Count).Chunk(capacity))
            {
                cancellation.ThrowIfCancellationRequested();
                engine.Measure(new Batch(split, chunk, 0), measurements);
                aggregator.Add(measurements);
            }
        }
        else
        {
            // A step and not a mere measurement: dropout takes part, as in training. What it does to the parameters is lost with them.
            engine.Step(new Batch(data.Train, order.NextEpoch().AsMemory(0, capacity), 0), default, measurements);
            aggregator.Add(measurements);
        }

        return aggregator.Finish(subject.K, subject.Width, subject.Spec.Seed);
    }

    private int Capacity(InitialNetwork subject) => Math.Min(subject.Spec.BatchSize, data.Train.Count);

    /// <summary>An engine computes what its network, its options and, for the masks of dropout, its seed say; the parameters are loaded anew.</summary>
    private bool CanShareEngine(InitialNetwork before, InitialNetwork next) =>
        before.Spec.Threads == next.Spec.Threads && !next.Network.IsRandom && SeedlessHash(before) == SeedlessHash(next);

    private string SeedlessHash(InitialNetwork subject) => RunIdentity.Of(subject.Spec with { Seed = 0 }, subject.Network, data.Name).SpecHash;
}
