using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Networks;
using StructuralError.Experiments.Models;
using StructuralError.Runs.Safetensors;

namespace StructuralError.Experiments.SelfCheck;

/// <summary>A small network of the plain models a to d (width 16, 4 channels, six random images) with what PyTorch computed for it in float64.</summary>
internal sealed class ReferenceCase
{
    private const string Folder = "SelfCheck.Reference.unit_";
    private const string Ending = ".safetensors";
    private const int Classes = 10;

    private readonly SafetensorsFile _file;

    private ReferenceCase(string name)
    {
        // For instance b_k3.
        Name = name;
        _file = SafetensorsFile.Parse(EmbeddedFile.Read(Folder + name + Ending));
        string model = name[..1];
        int k = name[^1] - '0';
        TensorShape shape = TensorShape.Image(1, 28, 28);
        NetworkDefinition definition = NetworkFile.Parse(EmbeddedFile.ReadText($"Models.plain-{model}.json"), model);
        (string width, int value) = model is "a" or "b" ? ("width", 16) : ("channels", 4);
        Network = definition.Resolve(new Dictionary<string, int> { ["k"] = k, [width] = value }, shape, Classes);
        Data = new Dataset(name, shape, [.. Expected("input").Select(value => (float)value)], Labels());
    }

    public static IReadOnlyList<ReferenceCase> All { get; } =
        [.. EmbeddedFile.Names(Folder, Ending).Select(file => new ReferenceCase(file[Folder.Length..^Ending.Length]))];

    public string Name { get; }

    public Network Network { get; }

    public Dataset Data { get; }

    /// <summary>What PyTorch gave for a quantity, all samples together.</summary>
    public double[] Expected(string quantity)
    {
        TensorEntry entry = Find(quantity);
        double[] values = new double[entry.Count];
        _file.CopyTo(entry, values);
        return values;
    }

    /// <summary>The initial parameters, or with <c>.after3</c> those after three steps on the six images, learning rate 0.01, momentum 0.9.</summary>
    public ParameterSet Parameters(string suffix = "")
    {
        var parameters = new ParameterSet(Network);
        foreach (Parameter parameter in parameters.Parameters)
        {
            _file.CopyTo(Find(parameter.Name + suffix), parameter.Values);
        }

        return parameters;
    }

    private byte[] Labels()
    {
        TensorEntry entry = Find("labels");
        long[] labels = new long[entry.Count];
        _file.CopyTo(entry, labels);
        return [.. labels.Select(label => checked((byte)label))];
    }

    private TensorEntry Find(string name) => _file.Find(name) ?? throw new InvalidOperationException($"reference {Name} has no '{name}'.");
}
