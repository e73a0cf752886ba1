using System.Collections.Immutable;
using StructuralError.Core.Common;
using StructuralError.Core.Networks;
using StructuralError.Cpu.Layers;
using StructuralError.Cpu.Planning;

namespace StructuralError.Cpu;

internal sealed unsafe partial class SimdEngine<T, TVector, TWide, TSimd>
{
    /// <summary>Turns a network into rules: layouts and shared parameters once, buffers and rules for every worker.</summary>
    private sealed class Planner
    {
        private readonly Network _network;
        private readonly CpuEngineOptions _options;

        /// <summary>The linear layer that reads the network's input and is the only one to do so: within a block with a skip, the skip reads it too.</summary>
        private readonly LinearLayer? _inputLayer;
        private readonly int _groups;
        private readonly EngineMemory _memory;
        private readonly Dictionary<int, ParameterBlock> _blocks = [];

        public Planner(Network network, CpuEngineOptions options, int groups, EngineMemory memory)
        {
            (_network, _options, _groups, _memory) = (network, options, groups, memory);
            _inputLayer = network.Layers.FirstOrDefault(layer => layer is not FlattenLayer) as LinearLayer;
            using var trial = new EngineMemory();
            Build(trial);
            Parameters = [.. _blocks.OrderBy(block => block.Key).Select(block => block.Value)];
        }

        /// <summary>In module order.</summary>
        public ImmutableArray<ParameterBlock> Parameters { get; }

        public Worker CreateWorker()
        {
            (List<LayerRule> rules, Tensor input, Tensor output) = Build(_memory);
            var plan = new CotangentPlan(_memory, _network.Classes)
            {
                Cells = output.Layout.Positions,
                Stride = output.Layout.ChannelStride,
                ParameterLayersBefore = _network.ParameterLayers.Length,
            };
            plan.Current = plan.Rent(plan.Cells, plan.Stride);
            var outputCotangents = (T*)plan.Current.Buffer;
            for (int rule = rules.Count - 1; rule >= 0; rule--)
            {
                rules[rule].PlanBackward(ref plan);
            }

            int stretch = Kernels.RowTile<T, TVector, TWide, TSimd>.MaxVectors * TSimd.Count;
            int widest = _network.ParameterLayers.OfType<LinearLayer>().Select(layer => Pad(layer.Output.Count)).Append(stretch).Max();
            var scratch = new UpdateScratch(_options.BatchCapacity, _groups, widest + (LinearParameters.RowsPerTask * 4 * TSimd.Count), _memory);
            return new Worker(_network, [.. rules], input, output, outputCotangents, scratch, _memory);
        }

        private (List<LayerRule> Rules, Tensor Input, Tensor Output) Build(EngineMemory memory)
        {
            var rules = new List<LayerRule>();
            Layer first = _network.Layers[0];
            bool flat = first is FlattenLayer or LinearLayer;
            TensorShape shape = flat ? TensorShape.Vector(_network.Input.Count) : _network.Input;
            var layout = new TensorLayout(shape, first is Conv2dLayer ? shape.Channels : Pad(shape.Channels), BorderFor(_network.Layers, 0));
            Tensor input = NewTensor(layout, memory);
            Tensor output = Append(_network.Layers, input, rules, memory);
            return (rules, input, output);
        }

        private Tensor Append(ImmutableArray<Layer> layers, Tensor input, List<LayerRule> rules, EngineMemory memory, int borderAfter = 0)
        {
            Tensor current = input;
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

        private Tensor Append(Layer layer, Tensor input, int border, bool mayOverwrite, bool copiesFlattened, List<LayerRule> rules, EngineMemory memory)
        {
            TensorShape shape = layer.Output;
            switch (layer)
            {
                case FlattenLayer when !copiesFlattened || input.Layout.Shape.IsVector:
                    // Positions stay where they are; the next layer's weights are permuted instead.
                    return input;
                case FlattenLayer:
                    {
                        Tensor output = NewTensor(shape, 0, memory);
                        rules.Add(new FlattenRule(input, output));
                        return output;
                    }

                case LinearLayer linear:
                    {
                        Tensor output = NewTensor(shape, 0, memory);
                        LinearParameters parameters = Block(linear, () => new LinearParameters(linear, input.Layout, linear.Index > 0, _options.BatchCapacity, _memory));
                        bool isOutput = ReferenceEquals(linear, _network.Layers[^1]);
                        rules.Add(ReferenceEquals(linear, _inputLayer) ? new InputLinearRule(linear, parameters, isOutput, input, output) : new LinearRule(linear, parameters, isOutput, input, output));
                        return output;
                    }

                case Conv2dLayer conv:
                    {
                        var geometry = new Conv2dGeometry(conv, input.Layout, TSimd.Count);
                        Tensor output = NewTensor(shape, border, memory);
                        rules.Add(new Conv2dRule(geometry, Block(conv, () => new Conv2dParameters(geometry, _groups, _memory)), input, output));
                        return output;
                    }

                case ActivationLayer activation:
                    {
                        Tensor output = mayOverwrite ? input : NewTensor(input.Layout with { Border = border }, memory);
                        rules.Add(new ActivationRule(activation, rules.LastOrDefault(), input, output));
                        return output;
                    }

                case DropoutLayer dropout:
                    {
                        Tensor output = NewTensor(input.Layout with { Border = border }, memory);
                        rules.Add(new DropoutRule(dropout, rules.Count, _options.Seed, input, output));
                        return output;
                    }

                case MaxPool2dLayer pool:
                    {
                        Tensor output = NewTensor(shape, border, memory);
                        rules.Add(new MaxPool2dRule(pool, input, output));
                        return output;
                    }

                case AvgPool2dLayer pool:
                    {
                        Tensor output = NewTensor(shape, border, memory);
                        rules.Add(new AvgPool2dRule($"avgpool2d {pool.Kernel}, stride {pool.Stride}", pool.Kernel, pool.Kernel, pool.Stride, input, output));
                        return output;
                    }

                case GlobalAvgPool2dLayer:
                    {
                        Tensor output = NewTensor(shape, border, memory);
                        rules.Add(new AvgPool2dRule("globalavgpool2d", layer.Input.Height, layer.Input.Width, 1, input, output));
                        return output;
                    }

                case ResidualLayer residual:
                    return AppendResidual(residual, input, border, rules, memory);
                default:
                    throw new NotSupportedException($"the CPU engine has no rule for {layer.GetType().Name}");
            }
        }

        private Tensor AppendResidual(ResidualLayer residual, Tensor input, int border, List<LayerRule> rules, EngineMemory memory)
        {
            int enter = rules.Count;
            Tensor block = Append(residual.Layers, input, rules, memory);
            Tensor output = NewTensor(input.Layout with { Border = border }, memory);
            var exit = new ResidualExitRule(input, block, output);
            rules.Insert(enter, new ResidualEnterRule(input, exit));
            rules.Add(exit);
            return output;
        }

        private TBlock Block<TBlock>(ParameterLayer layer, Func<TBlock> create)
            where TBlock : ParameterBlock
        {
            if (!_blocks.TryGetValue(layer.Index, out ParameterBlock? block))
            {
                block = create();
                _blocks.Add(layer.Index, block);
            }

            return (TBlock)block;
        }

        /// <summary>Zero positions that the reader of layer <paramref name="next"/>'s input wants around it: a convolution's padding, seen through what works in place.</summary>
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

        private static Tensor NewTensor(TensorShape shape, int border, EngineMemory memory) =>
            NewTensor(new TensorLayout(shape, Pad(shape.Channels), border), memory);

        private static Tensor NewTensor(TensorLayout layout, EngineMemory memory) => new(memory.Allocate<T>(layout.Length), layout);
    }
}
