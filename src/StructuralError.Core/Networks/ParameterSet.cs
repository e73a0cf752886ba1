using System.Collections.Immutable;
using StructuralError.Core.Networks.Layers;

namespace StructuralError.Core.Networks;

/// <summary>One parameter tensor with its momentum, row-major as PyTorch stores it. Float32 values are held exactly.</summary>
public sealed class Parameter(string name, ImmutableArray<int> shape)
{
    /// <summary><c>layer{l}.weight</c> or <c>layer{l}.bias</c>.</summary>
    public string Name { get; } = name;

    public ImmutableArray<int> Shape { get; } = shape;

    public double[] Values { get; } = new double[shape.Aggregate(1, (product, size) => product * size)];

    /// <summary>SGD's velocity v (zero before the first step); same length as <see cref="Values"/>.</summary>
    public double[] Momentum { get; } = new double[shape.Aggregate(1, (product, size) => product * size)];

    /// <summary>
    /// What rounding has taken from <see cref="Values"/> and the next step gives back (Kahan's compensated sum); zero before the first step.
    /// Part of an engine's state: without it a continued run would not have the bits of an uninterrupted one.
    /// </summary>
    public double[] Compensation { get; } = new double[shape.Aggregate(1, (product, size) => product * size)];
}

/// <summary>All parameters θ of a network, in module order, weight before bias, with the optimizer's state.</summary>
public sealed class ParameterSet(Network network)
{
    public ImmutableArray<Parameter> Parameters { get; } = [.. Tensors(network).Select(tensor => new Parameter(tensor.Name, tensor.Shape))];

    /// <summary>Names and shapes, for comparisons and messages.</summary>
    public string Layout => Text(Parameters.Select(parameter => (parameter.Name, parameter.Shape)));

    /// <exception cref="KeyNotFoundException">No parameter has this name.</exception>
    public Parameter this[string name] =>
        Parameters.FirstOrDefault(parameter => parameter.Name == name)
        ?? throw new KeyNotFoundException($"no parameter is called '{name}'; there are {string.Join(", ", Parameters.Select(p => p.Name))}");

    /// <summary>Takes over the values of a set of the same network, not its momentum.</summary>
    public void CopyValues(ParameterSet from)
    {
        foreach ((Parameter own, Parameter other) in Parameters.Zip(from.Parameters))
        {
            other.Values.CopyTo(own.Values, 0);
        }
    }

    public Parameter Weight(ParameterLayer layer) => this[$"layer{layer.Index}.weight"];

    public Parameter? Bias(ParameterLayer layer) => layer.HasBias ? this[$"layer{layer.Index}.bias"] : null;

    /// <summary>The <see cref="Layout"/> that the parameters of a network have.</summary>
    public static string LayoutOf(Network network) => Text(Tensors(network));

    private static IEnumerable<(string Name, ImmutableArray<int> Shape)> Tensors(Network network)
    {
        foreach (ParameterLayer layer in network.ParameterLayers)
        {
            yield return ($"layer{layer.Index}.weight", layer.WeightShape);
            if (layer.HasBias)
            {
                yield return ($"layer{layer.Index}.bias", layer.BiasShape);
            }
        }
    }

    private static string Text(IEnumerable<(string Name, ImmutableArray<int> Shape)> tensors) =>
        string.Join(", ", tensors.Select(tensor => $"{tensor.Name} [{string.Join(", ", tensor.Shape)}]"));
}
