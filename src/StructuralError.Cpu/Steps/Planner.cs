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
internal sealed unsafe class Planner<T, TVector, TWide, TSimd>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : struct
    where TWide : struct
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    private readonly Network _network;
    private readonly int _batch;
    private readonly int _groups;
    private readonly long _seed;
    private readonly EngineMemory _memory;
    private readonly Dictionary<int, ParameterBlock<T>> _blocks = [];

    /// <summary>
    /// The linear layer that reads the network's input and is the only one to do so: within a block with a skip, the skip reads it too.
    /// </summary>
    private readonly LinearLayer? _inputLayer;

    /// <param name="batch">Largest batch.</param>
    /// <param name="groups">Largest number of groups that a batch is cut into.</param>
    /// <param name="seed">Seed of the dropout masks.</param>
    public Planner(Network network, int batch, int groups, long seed, EngineMemory memory)
    {
        (_network, _batch, _groups, _seed, _memory) = (network, batch, groups, seed, memory);
        _inputLayer = network.Layers.FirstOrDefault(layer => layer is not FlattenLayer) as LinearLayer;
        using var trial = new EngineMemory();
        Build(trial);
        Parameters = [.. _blocks.OrderBy(block => block.Key).Select(block => block.Value)];
    }

    /// <summary>In module order.</summary>
    public ImmutableArray<ParameterBlock<T>> Parameters { get; }

    /// <param name="isAlone">Whether it will be the only worker.</param>
    public Worker<T, TVector, TWide, TSimd> CreateWorker(ILoss loss, bool isAlone)
    {
        long before = _memory.Bytes;
        var passes = new List<SamplePass<T, TVector, TWide, TSimd>> { CreatePass(loss) };
        int lanes = BatchDivision.Together(passes[0].Rules.Max(rule => rule.SharedBytes), _memory.Bytes - before, _batch);
        while (passes.Count < lanes)
        {
            passes.Add(CreatePass(loss));
        }

        var scratch = new UpdateScratch<T>(_batch, _groups, Parameters.Max(block => block.GradientLength), isAlone, _memory);
        return new Worker<T, TVector, TWide, TSimd>(_network.Classes, [.. passes], scratch, _memory);
    }

    private SamplePass<T, TVector, TWide, TSimd> CreatePass(ILoss loss)
    {
        (List<LayerRule<T>> rules, SampleTensor<T> input, SampleTensor<T> output) = Build(_memory);
        Debug.Assert(rules.Count(rule => rule.OwnsParameters) == Parameters.Length, "a rule does not say that it owns parameters");
        var plan = new CotangentPlan<T>(_memory, _network.Classes, output.Layout);
        var outputCotangents = (T*)plan.Current.Buffer;
        int first = rules.FindIndex(rule => rule.OwnsParameters);
        for (int rule = rules.Count - 1; rule >= 0; rule--)
        {
            plan.IsNeededBefore = first < rule;
            rules[rule].PlanBackward(plan);
        }

        return new SamplePass<T, TVector, TWide, TSimd>(_network, loss, [.. rules], input, output, outputCotangents, _memory);
    }

    private (List<LayerRule<T>> Rules, SampleTensor<T> Input, SampleTensor<T> Output) Build(EngineMemory memory)
    {
        var rules = new List<LayerRule<T>>();
        Layer first = _network.Layers[0];
        bool flat = first is FlattenLayer or LinearLayer;
        TensorShape shape = flat ? TensorShape.Vector(_network.Input.Count) : _network.Input;
        int stride = first is Conv2dLayer ? shape.Channels : TensorLayout.Pad(shape.Channels, TSimd.Count);
        var layout = new TensorLayout(shape, stride, BorderFor(_network.Layers, 0));
        SampleTensor<T> input = NewTensor(layout, memory);
        SampleTensor<T> output = Append(_network.Layers, input, rules, memory);
        return (rules, input, output);
    }

    private SampleTensor<T> Append(ImmutableArray<Layer> layers, SampleTensor<T> input, List<LayerRule<T>> rules, EngineMemory memory, int borderAfter = 0)
    {
        SampleTensor<T> current = input;
        bool mayOverwrite = false;
        for (int i = 0; i < layers.Length; i++)
        {
            int border = i + 1 < layers.Length ? BorderFor(layers, i + 1) : borderAfter;
            bool linearFollows = i + 1 < layers.Length && layers[i + 1] is LinearLayer;
            current = Append(layers[i], current, border, mayOverwrite, !linearFollows, rules, memory);
            // Only what a product has just written belongs to nobody else.
            mayOverwrite = layers[i] is ParameterLayer;
        }

        return current;
    }

    private SampleTensor<T> Append(
        Layer layer, SampleTensor<T> input, int border, bool mayOverwrite, bool copiesFlattened, List<LayerRule<T>> rules, EngineMemory memory)
    {
        TensorShape shape = layer.Output;
        switch (layer)
        {
            case FlattenLayer when !copiesFlattened || input.Layout.Shape.IsVector:
                // Positions stay where they are; the next layer's weights are permuted instead.
                return input;
            case FlattenLayer:
                {
                    SampleTensor<T> output = NewTensor(shape, 0, memory);
                    rules.Add(new FlattenRule<T, TVector, TWide, TSimd>(input, output));
                    return output;
                }

            case LinearLayer linear:
                {
                    SampleTensor<T> output = NewTensor(shape, 0, memory);
                    LinearParameters<T, TVector, TWide, TSimd> parameters =
                        Block(linear, () => new LinearParameters<T, TVector, TWide, TSimd>(linear, input.Layout, _batch, _memory));
                    bool isOutput = ReferenceEquals(linear, _network.Layers[^1]);
                    rules.Add(ReferenceEquals(linear, _inputLayer)
                        ? new InputLinearRule<T, TVector, TWide, TSimd>(linear, parameters, isOutput, input, output)
                        : new LinearRule<T, TVector, TWide, TSimd>(linear, parameters, isOutput, input, output));
                    return output;
                }

            case Conv2dLayer conv:
                {
                    var geometry = new Conv2dGeometry(conv, input.Layout, TSimd.Count);
                    SampleTensor<T> output = NewTensor(shape, border, memory);
                    Conv2dParameters<T, TVector, TWide, TSimd> parameters =
                        Block(conv, () => new Conv2dParameters<T, TVector, TWide, TSimd>(geometry, _groups, _memory));
                    rules.Add(new Conv2dRule<T, TVector, TWide, TSimd>(geometry, parameters, input, output));
                    return output;
                }

            case LayerNormLayer norm:
                {
                    SampleTensor<T> output = NewTensor(shape, border, memory);
                    LayerNormParameters<T, TVector, TWide, TSimd> parameters =
                        Block(norm, () => new LayerNormParameters<T, TVector, TWide, TSimd>(norm, output.Layout, _groups, _memory));
                    rules.Add(new LayerNormRule<T, TVector, TWide, TSimd>(norm, parameters, input, output));
                    return output;
                }

            case ActivationLayer activation:
                {
                    SampleTensor<T> output = mayOverwrite ? input : NewTensor(input.Layout with { Border = border }, memory);
                    rules.Add(new ActivationRule<T, TVector, TWide, TSimd>(activation, rules.LastOrDefault(), input, output));
                    return output;
                }

            case DropoutLayer dropout:
                {
                    SampleTensor<T> output = NewTensor(input.Layout with { Border = border }, memory);
                    rules.Add(new DropoutRule<T, TVector, TWide, TSimd>(dropout, rules.Count, _seed, input, output));
                    return output;
                }

            case MaxPool2dLayer pool:
                {
                    SampleTensor<T> output = NewTensor(shape, border, memory);
                    rules.Add(new MaxPool2dRule<T, TVector, TWide, TSimd>(pool, input, output));
                    return output;
                }

            case AvgPool2dLayer pool:
                {
                    SampleTensor<T> output = NewTensor(shape, border, memory);
                    string name = $"avgpool2d {pool.Kernel}, stride {pool.Stride}";
                    rules.Add(new AvgPool2dRule<T, TVector, TWide, TSimd>(name, pool.Kernel, pool.Kernel, pool.Stride, input, output));
                    return output;
                }

            case GlobalAvgPool2dLayer:
                {
                    SampleTensor<T> output = NewTensor(shape, border, memory);
                    rules.Add(new AvgPool2dRule<T, TVector, TWide, TSimd>("globalavgpool2d", layer.Input.Height, layer.Input.Width, 1, input, output));
                    return output;
                }

            case ResidualLayer residual:
                return AppendResidual(residual, input, border, rules, memory);
            default:
                throw new NotSupportedException($"the CPU engine has no rule for {layer.GetType().Name}");
        }
    }

    private SampleTensor<T> AppendResidual(ResidualLayer residual, SampleTensor<T> input, int border, List<LayerRule<T>> rules, EngineMemory memory)
    {
        int enter = rules.Count;
        SampleTensor<T> block = Append(residual.Layers, input, rules, memory);
        SampleTensor<T> output = NewTensor(input.Layout with { Border = border }, memory);
        var exit = new ResidualExitRule<T, TVector, TWide, TSimd>(input, block, output);
        rules.Insert(enter, new ResidualEnterRule<T, TVector, TWide, TSimd>(input, exit));
        rules.Add(exit);
        return output;
    }

    private TBlock Block<TBlock>(ParameterLayer layer, Func<TBlock> create)
        where TBlock : ParameterBlock<T>
    {
        if (!_blocks.TryGetValue(layer.Index, out ParameterBlock<T>? block))
        {
            long before = _memory.Bytes;
            block = create();
            block.Bytes = _memory.Bytes - before;
            _blocks.Add(layer.Index, block);
        }

        return (TBlock)block;
    }

    /// <summary>
    /// Zero positions that the reader of layer <paramref name="next"/>'s input wants around it: a convolution's padding, seen through what works in place.
    /// </summary>
    private static int BorderFor(ImmutableArray<Layer> layers, int next)
    {
        for (; next < layers.Length; next++)
        {
            switch (layers[next])
            {
                case Conv2dLayer conv:
                    return conv.Padding;
                case ResidualLayer { Layers.Length: > 0 } residual:
                    return BorderFor(residual.Layers, 0);
                case ActivationLayer:
                    continue;
                default:
                    return 0;
            }
        }

        return 0;
    }

    private static SampleTensor<T> NewTensor(TensorShape shape, int border, EngineMemory memory) =>
        NewTensor(new TensorLayout(shape, TensorLayout.Pad(shape.Channels, TSimd.Count), border), memory);

    private static SampleTensor<T> NewTensor(TensorLayout layout, EngineMemory memory) => new(memory.Allocate<T>(layout.Length), layout);
}
