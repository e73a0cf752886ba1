using System.Collections.Immutable;
using System.Diagnostics;
using System.Numerics;
using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Core.Losses;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;
using StructuralError.Cpu.Layers;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu.Steps;

/// <summary>Turns a network into rules: layouts and shared parameters once, buffers and rules for every worker.</summary>
/// <param name="batch">Largest batch.</param>
/// <param name="seed">Seed of the dropout masks.</param>
internal sealed unsafe class Planner<T, TVector, TWide, TSimd>(Network network, int batch, long seed, EngineMemory memory)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    private readonly ParameterBlock<T>?[] _blocks = new ParameterBlock<T>?[network.ParameterLayers.Length];

    /// <summary>
    /// The linear layer that reads the network's input and is the only one to do so: within a block with a skip, the skip reads it too.
    /// </summary>
    private readonly LinearLayer? _inputLayer = network.Layers.FirstOrDefault(layer => layer is not FlattenLayer) as LinearLayer;

    /// <summary>In module order; there once a worker is.</summary>
    public ImmutableArray<ParameterBlock<T>> Parameters => [.. _blocks.OfType<ParameterBlock<T>>()];

    /// <summary>What passes and workers take, without the parameters that they share.</summary>
    private long OwnBytes => memory.Bytes - Parameters.Sum(block => block.Bytes);

    /// <param name="isAlone">Whether it will be the only worker.</param>
    public Worker<T, TVector, TWide, TSimd> CreateWorker(ILoss loss, bool isAlone)
    {
        long before = OwnBytes;
        SamplePass<T, TVector, TWide, TSimd> pass = CreatePass(loss);
        int lanes = BatchDivision.Together(pass.Rules.Max(rule => rule.SharedBytes), OwnBytes - before, batch);
        SamplePass<T, TVector, TWide, TSimd>[] passes = [pass, .. Enumerable.Range(1, lanes - 1).Select(_ => CreatePass(loss))];
        var scratch = new UpdateScratch<T>(batch, Parameters.Max(block => block.GradientLength), isAlone, memory);
        return new Worker<T, TVector, TWide, TSimd>(network.Classes, passes, scratch, memory);
    }

    private SamplePass<T, TVector, TWide, TSimd> CreatePass(ILoss loss)
    {
        Layer first = network.Layers[0];
        TensorShape shape = first is FlattenLayer or LinearLayer ? TensorShape.Vector(network.Input.Count) : network.Input;
        int stride = first is Conv2dLayer ? shape.Channels : TensorLayout.Pad(shape.Channels, TSimd.Count);
        SampleTensor<T> input = NewTensor(new TensorLayout(shape, stride, BorderFor(network.Layers.AsSpan())));
        var rules = new List<LayerRule<T>>();
        SampleTensor<T> output = Append(network.Layers, input, rules);
        Debug.Assert(rules.Count(rule => rule.OwnsParameters) == Parameters.Length, "a rule does not say that it owns parameters");
        var plan = new CotangentPlan<T>(memory, network.Classes, output.Layout);
        var outputCotangents = (T*)plan.Current.Buffer;
        int firstWithParameters = rules.FindIndex(rule => rule.OwnsParameters);
        for (int rule = rules.Count - 1; rule >= 0; rule--)
        {
            plan.IsNeededBefore = firstWithParameters < rule;
            rules[rule].PlanBackward(plan);
        }

        return new SamplePass<T, TVector, TWide, TSimd>(network, loss, [.. rules], input, output, outputCotangents, memory);
    }

    private SampleTensor<T> Append(ImmutableArray<Layer> layers, SampleTensor<T> input, List<LayerRule<T>> rules)
    {
        SampleTensor<T> current = input;
        for (int i = 0; i < layers.Length; i++)
        {
            ReadOnlySpan<Layer> following = layers.AsSpan()[(i + 1)..];
            if (layers[i] is FlattenLayer && (current.Layout.Shape.IsVector || following is [LinearLayer, ..]))
            {
                // Positions stay where they are; the next layer's weights are permuted instead.
                continue;
            }

            // Only what a product has just written belongs to nobody else.
            bool isInPlace = layers[i] is ActivationLayer && i > 0 && layers[i - 1] is ParameterLayer;
            var layout = new TensorLayout(layers[i].Output, TensorLayout.Pad(layers[i].Output.Channels, TSimd.Count), BorderFor(following));
            SampleTensor<T> output = isInPlace ? current : NewTensor(layout);
            Append(layers[i], current, output, rules);
            current = output;
        }

        return current;
    }

    private void Append(Layer layer, SampleTensor<T> input, SampleTensor<T> output, List<LayerRule<T>> rules)
    {
        if (layer is ResidualLayer residual)
        {
            int enter = rules.Count;
            var exit = new ResidualExitRule<T, TVector, TWide, TSimd>(input, Append(residual.Layers, input, rules), output);
            rules.Insert(enter, new ResidualEnterRule<T, TVector, TWide, TSimd>(input, exit));
            rules.Add(exit);
            return;
        }

        rules.Add(layer switch
        {
            FlattenLayer => new FlattenRule<T, TVector, TWide, TSimd>(input, output),
            LinearLayer linear => Linear(linear, input, output),
            Conv2dLayer conv => Convolution(conv, input, output),
            LayerNormLayer norm => new LayerNormRule<T, TVector, TWide, TSimd>(
                norm, Block(norm, () => new LayerNormParameters<T, TVector, TWide, TSimd>(norm, output.Layout, memory)), input, output),
            ActivationLayer activation => new ActivationRule<T, TVector, TWide, TSimd>(activation, rules.LastOrDefault(), input, output),
            DropoutLayer dropout => new DropoutRule<T, TVector, TWide, TSimd>(dropout, rules.Count, seed, input, output),
            MaxPool2dLayer pool => new MaxPool2dRule<T, TVector, TWide, TSimd>(pool, input, output),
            AvgPool2dLayer pool => new AvgPool2dRule<T, TVector, TWide, TSimd>(
                $"avgpool2d {pool.Kernel}, stride {pool.Stride}", pool.Kernel, pool.Kernel, pool.Stride, input, output),
            GlobalAvgPool2dLayer =>
                new AvgPool2dRule<T, TVector, TWide, TSimd>("globalavgpool2d", layer.Input.Height, layer.Input.Width, 1, input, output),
            _ => throw new NotSupportedException($"the CPU engine has no rule for {layer.GetType().Name}"),
        });
    }

    private LinearRule<T, TVector, TWide, TSimd> Linear(LinearLayer layer, SampleTensor<T> input, SampleTensor<T> output)
    {
        LinearParameters<T, TVector, TWide, TSimd> parameters =
            Block(layer, () => new LinearParameters<T, TVector, TWide, TSimd>(layer, input.Layout, batch, memory));
        bool isOutput = ReferenceEquals(layer, network.Layers[^1]);
        return ReferenceEquals(layer, _inputLayer)
            ? new InputLinearRule<T, TVector, TWide, TSimd>(layer, parameters, isOutput, input, output)
            : new LinearRule<T, TVector, TWide, TSimd>(layer, parameters, isOutput, input, output);
    }

    private Conv2dRule<T, TVector, TWide, TSimd> Convolution(Conv2dLayer layer, SampleTensor<T> input, SampleTensor<T> output)
    {
        var geometry = new Conv2dGeometry(layer, input.Layout, TSimd.Count);
        return new Conv2dRule<T, TVector, TWide, TSimd>(
            geometry, Block(layer, () => new Conv2dParameters<T, TVector, TWide, TSimd>(geometry, memory)), input, output);
    }

    private TBlock Block<TBlock>(ParameterLayer layer, Func<TBlock> create)
        where TBlock : ParameterBlock<T>
    {
        if (_blocks[layer.Index] is not { } block)
        {
            long before = memory.Bytes;
            _blocks[layer.Index] = block = create();
            block.Bytes = memory.Bytes - before;
        }

        return (TBlock)block;
    }

    /// <summary>
    /// Zero positions that the first of <paramref name="layers"/> wants around its input: a convolution's padding, seen through what works in place.
    /// </summary>
    private static int BorderFor(ReadOnlySpan<Layer> layers) => layers switch
    {
        [Conv2dLayer conv, ..] => conv.Padding,
        [ResidualLayer { Layers.Length: > 0 } residual, ..] => BorderFor(residual.Layers.AsSpan()),
        [ActivationLayer, .. var rest] => BorderFor(rest),
        _ => 0,
    };

    private SampleTensor<T> NewTensor(TensorLayout layout) => new(memory.Allocate<T>(layout.Length), layout);
}
