using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;

namespace StructuralError.Torch.Steps;

/// <summary>What is computed for each layer, for <c>--explain</c>.</summary>
internal static class LayerPlans
{
    public static IReadOnlyList<LayerPlan> Of(Network network, Precision precision, int batchCapacity) =>
        [.. network.AllLayers.Select(layer => Of(layer, network.Classes, precision, batchCapacity))];

    private static LayerPlan Of(Layer layer, int classes, Precision precision, int batchCapacity)
    {
        int value = precision == Precision.F64 ? sizeof(double) : sizeof(float);
        long bytes = (long)layer.Output.Count * classes * batchCapacity * value;
        string output = layer.Output.ToString();
        if (layer is not ParameterLayer owner)
        {
            return new LayerPlan(layer.Type, string.Empty, output, 0, 0, 0, 0, bytes);
        }

        long products = (long)owner.WeightCount * (owner is Conv2dLayer ? owner.Output.Positions : 1);
        long pairs = classes * (classes + 1L) / 2, pullBack = owner.Index == 0 ? 0 : classes * products;
        (string form, long gram, long gradient) = owner is LinearLayer
            ? ("norm", pairs * owner.Output.Count, products)
            : ("J", (classes * products) + (pairs * owner.WeightCount), (long)classes * owner.WeightCount);
        return new LayerPlan(owner.Name, form, output, classes * products, pullBack, gram, gradient, bytes);
    }
}
