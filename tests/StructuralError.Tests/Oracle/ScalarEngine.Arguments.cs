using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;

namespace StructuralError.Tests.Oracle;

public sealed partial class ScalarEngine
{
    private static bool IsCorrect(double[] logits, int label) => Array.IndexOf(logits, logits.Max()) == label;

    private Func<ScalarDropout, bool[]> Masks(long step, int position) => dropout =>
    {
        if (masks is not null)
        {
            return masks(dropout, step, position);
        }

        var random = new System.Random(unchecked((int)((seed * 1_000_003) + (step * 10_007) + (position * 101) + dropout.Number)));
        return [.. Enumerable.Range(0, dropout.Layer.Shape.Count).Select(_ => random.NextDouble() >= dropout.Layer.Probability)];
    };

    private void Check(in Batch batch, Measurements into)
    {
        CheckData(batch.Data);
        if (batch.Count > batchCapacity || batch.Count > into.Capacity)
        {
            throw new ArgumentException($"{batch.Count} samples are more than {Math.Min(batchCapacity, into.Capacity)}.");
        }

        if (into.Classes != _classes || (into.Level == MeasurementLevel.Layers && into.LayerCount != network.ParameterLayers.Length))
        {
            throw new ArgumentException("the measurements are of another network.");
        }

        foreach (int index in batch.Indices.Span)
        {
            if (index < 0 || index >= batch.Data.Count || batch.Data.Labels[index] >= _classes)
            {
                throw new ArgumentException($"sample {index} does not exist or its label is no class.");
            }
        }
    }

    private void CheckData(Dataset data)
    {
        if (data.SampleShape != network.Input)
        {
            throw new ArgumentException($"samples of shape {data.SampleShape} are not {network.Input}.");
        }
    }

    private void ForEachParameter(ParameterSet parameters, Action<Parameter, int> visit)
    {
        var own = new ParameterSet(network);
        bool same = parameters.Parameters.Length == own.Parameters.Length
            && parameters.Parameters.Zip(own.Parameters).All(pair => pair.First.Name == pair.Second.Name && pair.First.Shape.SequenceEqual(pair.Second.Shape));
        if (!same)
        {
            throw new ArgumentException("the parameters are of another network.");
        }

        int start = 0;
        foreach (Parameter parameter in parameters.Parameters)
        {
            visit(parameter, start);
            start += parameter.Values.Length;
        }
    }
}
