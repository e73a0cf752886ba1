using StructuralError.Core.Data;
using StructuralError.Core.Networks;

namespace StructuralError.Core.Engines;

/// <summary>What every engine asks of its arguments. All throw <see cref="ArgumentException"/> with the values that do not fit.</summary>
public static class EngineArguments
{
    /// <param name="capacity">Largest batch that the engine was planned for.</param>
    public static void Check(in Batch batch, Measurements into, Network network, int capacity)
    {
        int layers = network.ParameterLayers.Length;
        if (batch.Count < 1 || batch.Count > capacity)
        {
            throw new ArgumentException($"a batch of {batch.Count} samples; this engine was planned for 1 to {capacity}.", nameof(batch));
        }

        if (into.Capacity < batch.Count || into.Classes != network.Classes || (into.Level == MeasurementLevel.Layers && into.LayerCount != layers))
        {
            throw new ArgumentException($"measurements for {into.Capacity} samples, {into.Classes} classes, {into.LayerCount} layers cannot hold {batch.Count} "
                + $"samples of {network.Classes} classes and {layers} layers.", nameof(into));
        }

        Check(batch.Data, network);
        Check(batch.Data, batch.Indices.Span, network);
    }

    public static void Check(Dataset data, Network network)
    {
        if (data.SampleShape.Count != network.Input.Count)
        {
            throw new ArgumentException($"{data.Name} has samples of shape {data.SampleShape}; the network takes {network.Input}.", nameof(data));
        }

        if (data.IsSoft && data.TargetClasses != network.Classes)
        {
            throw new ArgumentException($"{data.Name} has targets of {data.TargetClasses} classes; the network has {network.Classes}.", nameof(data));
        }
    }

    /// <summary>The samples exist, and their labels are classes.</summary>
    public static void Check(Dataset data, ReadOnlySpan<int> indices, Network network)
    {
        foreach (int index in indices)
        {
            if (index < 0 || index >= data.Count || data.Labels[index] >= network.Classes)
            {
                string problem = index < 0 || index >= data.Count
                    ? $"there are {data.Count}" : $"label {data.Labels[index]}, but the network has {network.Classes} classes";
                throw new ArgumentException($"sample {index} of {data.Name}: {problem}.", nameof(indices));
            }
        }
    }

    /// <summary>Every label of the data set is a class.</summary>
    public static void CheckLabels(Dataset data, Network network)
    {
        int n = Array.FindIndex(data.Labels, label => label >= network.Classes);
        if (n >= 0)
        {
            throw new ArgumentException($"sample {n} of {data.Name} has label {data.Labels[n]}, but the network has {network.Classes} classes.", nameof(data));
        }
    }

    public static void Check(ParameterSet parameters, Network network)
    {
        string given = parameters.Layout, own = ParameterSet.LayoutOf(network);
        if (given != own)
        {
            throw new ArgumentException($"the parameters ({given}) are not those of network {network.Name} ({own}).", nameof(parameters));
        }
    }
}
