using System.Collections.Immutable;
using StructuralError.Core.Common;
using StructuralError.Core.Losses;
using StructuralError.Core.Networks.Layers;
using StructuralError.Core.Networks.Reading;

namespace StructuralError.Core.Networks;

/// <summary>A model as its file describes it, parameters still open.</summary>
public sealed class NetworkDefinition
{
    internal NetworkDefinition(
        string source, string name, string title, TensorShape input, ImmutableArray<ModelParameter> parameters, ImmutableArray<LayerSpec> layers) =>
        (Source, Name, Title, Input, Parameters, Layers) = (source, name, title, input, parameters, layers);

    /// <summary>The file, as messages name it.</summary>
    public string Source { get; }

    public string Name { get; }

    public string Title { get; }

    /// <summary>What the model is trained for unless something else is asked for, a name of <see cref="LossTable"/>; null for nothing.</summary>
    public string? Loss { get; init; }

    /// <inheritdoc cref="Network.Formerly"/>
    public string? Formerly { get; init; }

    /// <summary>Shape of the images the model takes.</summary>
    public TensorShape Input { get; }

    /// <summary>What can be overridden, in the order of the file.</summary>
    public ImmutableArray<ModelParameter> Parameters { get; }

    internal ImmutableArray<LayerSpec> Layers { get; }

    /// <summary>Gives every parameter its value, infers and checks all shapes, and writes out the repetitions.</summary>
    /// <param name="overrides">Values in place of the file's defaults; a flag takes 0 or 1.</param>
    /// <param name="input">Shape of the data set's images.</param>
    /// <param name="classes">C, the number of the data set's classes.</param>
    /// <exception cref="UserErrorException">Exit code 2, with everything that is wrong: an unknown parameter, a shape that does not fit, a network too large,
    /// …</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="classes"/> is not positive.</exception>
    public Network Resolve(IReadOnlyDictionary<string, int> overrides, TensorShape input, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        ProblemList problems = new(Source);
        ImmutableSortedDictionary<string, int> values = Values(overrides, problems);
        if (input != Input)
        {
            problems.Add("$.input",
                $"model '{Name}' takes images of shape {Input}, the data set has {input}; choose another data set, or change \"input\" in the file");
        }

        ImmutableArray<Layer> layers = new NetworkResolver(this, values, classes, problems).Resolve();
        problems.ThrowIfAny();
        return new Network(Name, Title, Input, classes, layers, values)
        {
            Formerly = Formerly,
            Flags = [.. Parameters.Where(parameter => parameter.IsFlag).Select(parameter => parameter.Name)],
        };
    }

    private ImmutableSortedDictionary<string, int> Values(IReadOnlyDictionary<string, int> overrides, ProblemList problems)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        foreach (ModelParameter parameter in Parameters)
        {
            values.Add(parameter.Name, parameter.Default);
        }

        foreach ((string name, int value) in overrides)
        {
            if (Parameters.FirstOrDefault(parameter => parameter.Name == name) is not ModelParameter parameter)
            {
                problems.Add(null, UnknownOverride(name));
            }
            else if (parameter.IsFlag && value is not (0 or 1))
            {
                problems.Add(null, $"parameter '{name}' is true or false (1 or 0), not {value}");
            }
            else
            {
                values[name] = value;
            }
        }

        return values.ToImmutable();
    }

    private string UnknownOverride(string name)
    {
        if (name == NetworkFile.Classes)
        {
            return $"'{NetworkFile.Classes}' is the data set's number of classes and cannot be overridden";
        }

        string[] names = [.. Parameters.Select(parameter => parameter.Name)];
        return names.Length == 0
            ? $"model '{Name}' has no parameter '{name}': it declares none"
            : $"model '{Name}' has no parameter '{name}'{Wording.Nearest(name, names)}; it has {Wording.List(names)}";
    }
}
