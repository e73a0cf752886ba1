using System.Collections.Immutable;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;

namespace StructuralError.Core.Engines;

/// <summary>
/// What the engine of the processor keeps for one sample on its way through the layers: values, cotangents of all classes, places that are not zero. Follows
/// the engine's plan from the last layer to the first, as <c>Cpu/Steps/Planner.cs</c> makes it; leaves out what pads rows to whole vectors.
/// </summary>
internal sealed class SampleForecast
{
    private const int PlaceBytes = sizeof(int);
    private const int TermBytes = 2 * PlaceBytes;

    // A convolution forms its Jacobian block by block.
    private const int BlockBytes = 24 * 1024;

    // Rows of cotangents that a linear layer pulls back together, and lanes of a sum in float64: those of the widest vectors.
    private const int PulledTogether = 14;
    private const int SumLanes = 8;

    private readonly int _classes;
    private readonly int _value;
    private readonly List<Int128> _free = [];

    // A class's cotangents at this point of the plan, and the buffer that holds those of all classes.
    private Int128 _cotangents;
    private Int128 _buffer;

    // Whether they still lie at the outputs of a max-pool.
    private bool _scattered;
    private Int128 _bytes;

    private SampleForecast(Network network, int value)
    {
        (_classes, _value, _cotangents) = (network.Classes, value, network.Classes);
        _bytes = (network.Input.Count + Values(network.Layers)) * value;
        _buffer = Rent();
        Plan(network.Layers);
    }

    /// <param name="value">Bytes of a value.</param>
    public static Int128 Bytes(Network network, int value) => new SampleForecast(network, value)._bytes;

    /// <summary>Outputs that lie somewhere of their own: an activation works in place behind a product.</summary>
    private static Int128 Values(ImmutableArray<Layer> layers)
    {
        Int128 values = 0;
        Layer? before = null;
        foreach (Layer layer in layers)
        {
            bool isInPlace = layer is FlattenLayer || (layer is ActivationLayer && before is ParameterLayer);
            values += Values(layer.Inner) + (isInPlace ? 0 : layer.Output.Count);
            before = layer;
        }

        return values;
    }

    private void Plan(ImmutableArray<Layer> layers)
    {
        for (int i = layers.Length - 1; i >= 0; i--)
        {
            Plan(layers[i], readsImage: i > 0 && layers[i - 1] is FlattenLayer);
        }
    }

    /// <param name="readsImage">Whether a linear layer takes an image as it lies: then its sums are as long as its input.</param>
    private void Plan(Layer layer, bool readsImage)
    {
        switch (layer)
        {
            case LinearLayer { Index: > 0 } linear:
                Replace(linear.Input.Count);
                _bytes += readsImage ? (Int128)PulledTogether * linear.Input.Count * _value : 0;
                break;
            case Conv2dLayer convolution:
                Plan(convolution);
                break;
            // As layer normalisation: one vector of each sample, and two for each class.
            case ParameterLayer and not ProductLayer:
                MakeDense(layer.Output.Count);
                _bytes += (1 + (2 * (Int128)_classes)) * layer.Output.Count * _value;
                break;
            case ActivationLayer { Kind: ActivationKind.Relu }:
                _bytes += (_cotangents * _value) + ((Int128)layer.Output.Positions * PlaceBytes);
                break;
            case ActivationLayer or DropoutLayer:
                _bytes += (Int128)layer.Input.Count * _value;
                break;
            case MaxPool2dLayer:
                _bytes += (layer.Output.Count + _cotangents) * PlaceBytes;
                _scattered = true;
                break;
            case AvgPool2dLayer or GlobalAvgPool2dLayer:
                MakeDense(layer.Output.Count);
                Replace(layer.Input.Count);
                break;
            case ResidualLayer:
                Int128 skipped = _buffer;
                _buffer = Rent();
                Plan(layer.Inner);
                MakeDense(layer.Input.Count);
                _free.Add(skipped);
                break;
        }
    }

    private void Plan(Conv2dLayer layer)
    {
        Int128 positions = layer.Output.Positions, patch = layer.FanIn + 1;
        bool isFirst = layer.Index == 0;
        if (!isFirst && layer.CostOfG(_classes) < layer.CostOfM(_cotangents / layer.Output.Channels, _classes))
        {
            MakeDense(layer.Output.Count);
            _bytes += positions * ((patch * _value) + (positions * (1 + SumLanes) * sizeof(double)));
        }
        else
        {
            _bytes += Int128.Max(BlockBytes, _classes * patch * _value) + (isFirst ? positions * patch * _value : 0);
        }

        // Terms by channel and, for what is pulled back, by each row of the kernel; channel, position and offset; the loss's cotangents.
        _bytes += _cotangents * (((isFirst ? 1 : 1 + layer.Kernel) * TermBytes) + (3 * PlaceBytes) + _value);
        if (!isFirst)
        {
            Replace(layer.Input.Count);
        }
    }

    private void MakeDense(Int128 values)
    {
        if (_scattered)
        {
            Replace(values);
            _bytes += values * _value;
        }
    }

    private void Replace(Int128 values)
    {
        (_cotangents, _scattered) = (values, false);
        Int128 old = _buffer;
        _buffer = Rent();
        _free.Add(old);
    }

    /// <summary>The first free buffer that is large enough, or a new one.</summary>
    private Int128 Rent()
    {
        Int128 length = _cotangents * _classes;
        int index = _free.FindIndex(free => free >= length);
        if (index < 0)
        {
            _bytes += length * _value;
            return length;
        }

        Int128 found = _free[index];
        _free.RemoveAt(index);
        return found;
    }
}
