using System.Collections.Immutable;
using System.Globalization;
using StructuralError.Core.Common;
using StructuralError.Core.Networks.Layers;

namespace StructuralError.Core.Networks;

/// <summary>A network with every size resolved: what engines compute with and initialisation draws for.</summary>
/// <param name="Name">Short name, as in the file: <c>a</c>.</param>
/// <param name="Title">Words for figure titles.</param>
/// <param name="Classes">C, the number of logits.</param>
/// <param name="Values">The values its parameters took: k, width, … (a flag is 0 or 1).</param>
public sealed record Network(
    string Name, string Title, TensorShape Input, int Classes, ImmutableArray<Layer> Layers, ImmutableSortedDictionary<string, int> Values)
{
    /// <summary>Those of <see cref="Values"/> that are true or false.</summary>
    public ImmutableSortedSet<string> Flags { get; init; } = [];

    /// <summary>
    /// The name that this network had in earlier versions of the program, whose runs are then runs of this network too; null where it had no other.
    /// </summary>
    public string? Formerly { get; init; }

    /// <summary>Every layer, depth first, a block behind its own layers.</summary>
    public IEnumerable<Layer> AllLayers => Flatten(Layers);

    /// <summary>The layers that own parameters, in module order (depth first).</summary>
    public ImmutableArray<ParameterLayer> ParameterLayers { get; } = [.. Flatten(Layers).OfType<ParameterLayer>()];

    /// <summary>|θ|: weights and biases together.</summary>
    public long ParameterCount => ParameterLayers.Sum(layer => (long)layer.WeightCount + (layer.HasBias ? layer.BiasCount : 0));

    /// <summary>The linear layer that gives the logits, its part of A a multiple of the identity; null where another layer gives them.</summary>
    public LinearLayer? OutputLayer => Layers is [.., LinearLayer output] ? output : null;

    /// <summary>Whether the logits come from a linear layer with bias, which puts the identity under every structural matrix.</summary>
    public bool HasOutputBias => OutputLayer is { HasBias: true };

    /// <summary>Whether training steps draw random numbers, as dropout does.</summary>
    public bool IsRandom => AllLayers.Any(layer => layer.IsRandom);

    /// <summary>Whether the logits have a derivative everywhere.</summary>
    public bool IsSmooth => AllLayers.All(layer => layer.IsSmooth);

    /// <summary>The value of a parameter as JSON and the command line take it: a whole number, or true or false.</summary>
    public string Text(string name, int value) => Flags.Contains(name) ? (value != 0 ? "true" : "false") : value.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<Layer> Flatten(IEnumerable<Layer> layers) => layers.SelectMany(layer => Flatten(layer.Inner).Append(layer));
}
