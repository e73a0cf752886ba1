using StructuralError.Core.Data;
using StructuralError.Core.Networks;
using StructuralError.Core.Training;
using StructuralError.Core.Work;
using StructuralError.Experiments.Services;

namespace StructuralError.Experiments.Train;

/// <summary>What ReLU and max-pool leave of a run's work: counted on the samples of its first batch, at its initial parameters.</summary>
/// <param name="Layers">By layer that owns parameters, all <paramref name="Samples"/> together.</param>
public sealed record NecessaryWork(Network Network, IReadOnlyList<LayerWork> Layers, int Samples)
{
    /// <summary>Null where the data would have to be downloaded first.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was triggered.</exception>
    public static NecessaryWork? Of(RunPlan plan, ExperimentServices services, CancellationToken cancellation = default)
    {
        if (plan.Data is null && !services.Datasets.IsAtHand(plan.Spec))
        {
            return null;
        }

        DatasetPair data = plan.Data ?? services.Datasets.Load(plan.Spec, cancellation);
        (ParameterSet parameters, ISampler order) = services.Draw(plan.Network, plan.Spec, data.Train.Count);
        int[] batch = order.NextEpoch()[..Math.Min(plan.Spec.BatchSize, data.Train.Count)];
        var counter = new WorkCounter(plan.Network, parameters);
        foreach (int sample in batch)
        {
            cancellation.ThrowIfCancellationRequested();
            counter.Add(data.Train, sample);
        }

        return new NecessaryWork(plan.Network, counter.Layers, batch.Length);
    }

    /// <summary>The mean over the samples, with the share that it is of the dense count.</summary>
    public IEnumerable<(string Name, MultiplyAdds PerSample, double Share)> Rows() =>
        [.. Network.ParameterLayers.Zip(Layers, (layer, work) => Row(layer.Name, work)), Row("sum", Layers.Aggregate((a, b) => a + b))];

    private (string Name, MultiplyAdds PerSample, double Share) Row(string name, LayerWork work) =>
        (name, work.Necessary / Samples, (double)work.Necessary.Total / work.Dense.Total);
}
