using System.Collections.Immutable;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;
using StructuralError.Cuda.Planning;

namespace StructuralError.Cuda.Layers;

/// <summary>Layers one behind the other: a network, or a block with a skip around it.</summary>
internal sealed class SequenceRule : LayerRule
{
    private readonly ImmutableArray<LayerRule> _rules;

    private SequenceRule(ImmutableArray<LayerRule> rules) => _rules = rules;

    public override bool OwnsParameters => _rules.Any(rule => rule.OwnsParameters);

    public static SequenceRule Of(Network network)
    {
        int dropouts = 0;
        return Of(network.Layers, ref dropouts);
    }

    public override DeviceTensor Forward(PlanBuilder plan, DeviceTensor input, DeviceTensor? skip)
    {
        DeviceTensor current = input;
        for (int i = 0; i < _rules.Length; i++)
        {
            current = _rules[i].Forward(plan, current, i + 1 == _rules.Length ? skip : null);
        }

        return _rules.Length == 0 ? plan.AddSkip(current, skip) : current;
    }

    public override CotangentView Backward(PlanBuilder plan, CotangentView output, bool needsInput, CotangentView? add)
    {
        CotangentView current = output;
        for (int i = _rules.Length - 1; i >= 0; i--)
        {
            bool needed = needsInput || _rules.Take(i).Any(rule => rule.OwnsParameters);
            if (!needed && !_rules[i].OwnsParameters)
            {
                return default;
            }

            current = _rules[i].Backward(plan, current, needed, i == 0 ? add : null);
        }

        return _rules.Length == 0 && add is not null ? plan.Combine(current, add) : current;
    }

    public override IEnumerable<LayerPlan> Describe(PlanBuilder plan) => _rules.SelectMany(rule => rule.Describe(plan));

    /// <param name="dropouts">Dropout layers so far, depth first.</param>
    private static SequenceRule Of(ImmutableArray<Layer> layers, ref int dropouts)
    {
        var rules = ImmutableArray.CreateBuilder<LayerRule>();
        for (int i = 0; i < layers.Length; i++)
        {
            bool relu = layers[i] is LinearLayer or Conv2dLayer && i + 1 < layers.Length && layers[i + 1] is ActivationLayer { Kind: ActivationKind.Relu };
            LayerRule? rule = layers[i] switch
            {
                // Features have PyTorch's order everywhere: nothing moves.
                FlattenLayer => null,
                LinearLayer linear => new LinearRule(linear, relu),
                Conv2dLayer convolution => new Conv2dRule(convolution, relu),
                LayerNormLayer norm => new LayerNormRule(norm),
                ActivationLayer activation => ElementwiseRule.Of(activation),
                DropoutLayer dropout => ElementwiseRule.Of(dropout, dropouts++),
                MaxPool2dLayer pool => PoolRule.Of(pool),
                AvgPool2dLayer pool => PoolRule.Of(pool),
                GlobalAvgPool2dLayer pool => PoolRule.Of(pool),
                ResidualLayer residual => new ResidualRule(Of(residual.Layers, ref dropouts)),
                _ => throw new NotSupportedException($"the CUDA engine has no rule for {layers[i].GetType().Name}"),
            };
            if (rule is not null)
            {
                rules.Add(rule);
            }

            // The rule of the layer ahead computes the ReLU too.
            i += relu ? 1 : 0;
        }

        return new SequenceRule(rules.ToImmutable());
    }
}
