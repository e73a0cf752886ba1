using System.Collections.Immutable;
using StructuralError.Core.Common;
using StructuralError.Core.Networks.Layers;
using StructuralError.Core.Networks.Reading;

namespace StructuralError.Core.Networks;

/// <summary>
/// Infers the shapes of one model from its input on, checks them, and writes out the repetitions. After a layer that does not fit, the shape
/// is unknown until a linear layer gives one again, so that one mistake is reported once and later ones as well.
/// </summary>
internal sealed class NetworkResolver(NetworkDefinition definition, ImmutableSortedDictionary<string, int> values, int classes, ProblemList problems)
{
    /// <summary>Layers in sequence, what they cost and the shape they end with; null where it is unknown.</summary>
    private sealed record Part(ImmutableArray<Layer> Layers, NetworkCost Cost, TensorShape? Output);

    private readonly LayerContext _context = new(values, classes, problems);

    /// <summary>All layers; meaningless where problems have been added.</summary>
    public ImmutableArray<Layer> Resolve()
    {
        Part network = Sequence(definition.Layers, definition.Input);
        network = network with { Cost = network.Cost + new NetworkCost(0, NetworkCost.Values(definition.Input), 0) };
        if (network.Cost.IsTooLarge)
        {
            string settings = values.IsEmpty ? string.Empty : $" with {Wording.List(values.Select(pair => $"{pair.Key} = {Shown(pair.Key, pair.Value)}"))}";
            problems.Add(null, $"model '{definition.Name}'{settings} would have at least {network.Cost.Excess()}; make it smaller");
        }
        else if (network.Cost.Parameters.IsZero && network.Output is not null)
        {
            problems.Add("$.layers", "there is nothing to train; the network needs a linear or conv2d layer");
        }

        if (network.Output is TensorShape output && output != TensorShape.Vector(classes))
        {
            string advice = output.IsVector ? "end with { \"linear\": \"classes\" }" : "end with \"flatten\", { \"linear\": \"classes\" }";
            problems.Add("$.layers", $"the last layer gives {output}, but a data set of {classes} classes needs a vector of logits [{classes}]; {advice}");
        }

        return problems.Any ? [] : Numbered(network.Layers);
    }

    private Part Sequence(ImmutableArray<LayerSpec> specs, TensorShape? input)
    {
        Part whole = new([], default, input);
        foreach (LayerSpec spec in specs)
        {
            whole = Join(whole, spec is RepeatSpec repeat ? Repeated(repeat, whole.Output) : Single(spec, whole.Output));
        }

        return whole;
    }

    private static Part Join(Part first, Part second)
    {
        NetworkCost cost = first.Cost + second.Cost;
        return new Part(cost.IsTooLarge ? [] : [.. first.Layers, .. second.Layers], cost, second.Output);
    }

    private Part Single(LayerSpec spec, TensorShape? input)
    {
        (Layer? layer, TensorShape? output) = spec.Resolve(input, _context);
        return layer is null ? new Part([], default, output) : new Part([layer], layer.Cost, output);
    }

    private Part Repeated(RepeatSpec repeat, TensorShape? input)
    {
        if (_context.Size(repeat.Count) is not int count)
        {
            // How often is unknown, but the block can still be checked.
            return Sequence(repeat.Layers, input) with { Output = null };
        }

        Part whole = new([], default, input);
        for (int done = 0; done < count; done++)
        {
            Part block = Block(repeat, whole.Output);
            if (block.Output is null || (whole.Cost + block.Cost).IsTooLarge)
            {
                return new Part([], whole.Cost + block.Cost, null);
            }

            if (block.Output == whole.Output)
            {
                // From here on every repetition is the same.
                return Append(whole, block, count - done);
            }

            whole = Join(whole, block);
        }

        return whole;
    }

    private static Part Append(Part whole, Part block, int times)
    {
        NetworkCost cost = whole.Cost + (block.Cost * times);
        return cost.IsTooLarge
            ? new Part([], cost, block.Output)
            : new Part([.. whole.Layers, .. Enumerable.Repeat(block.Layers, times).SelectMany(layers => layers)], cost, block.Output);
    }

    private Part Block(RepeatSpec repeat, TensorShape? input)
    {
        Part block = Sequence(repeat.Layers, input);
        if (!_context.Flag(repeat.Skip) || input is not TensorShape from || block.Output is not TensorShape to)
        {
            return block;
        }

        if (from != to)
        {
            problems.Add(repeat.Path,
                $"the skip adds the block's input, {from}, to its output, {to}; the shapes must be equal: change the block's sizes, or switch the skip off");
            return block with { Output = null };
        }

        NetworkCost sum = new(0, NetworkCost.Values(from), 1);
        return new Part([new ResidualLayer(from, block.Layers)], block.Cost + sum, from);
    }

    private string Shown(string name, int value) =>
        definition.Parameters.Any(parameter => parameter.Name == name && parameter.IsFlag) ? (value != 0 ? "true" : "false") : $"{value}";

    private static ImmutableArray<Layer> Numbered(ImmutableArray<Layer> layers)
    {
        int next = 0;
        return [.. layers.Select(layer => layer.Numbered(ref next))];
    }
}
