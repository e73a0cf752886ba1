using System.Globalization;
using System.Text.Json;
using StructuralError.Core.Networks.Layers;

namespace StructuralError.Core.Networks;

/// <summary>A network as JSON: its layers, which are what a run computes with whatever file they came from, and the values of its parameters.</summary>
public static class NetworkDescription
{
    public static void Write(Utf8JsonWriter writer, IEnumerable<Layer> layers) => Layer.Write(writer, layers);

    /// <summary>A parameter's value as JSON and the command line take it: a whole number, or true or false.</summary>
    public static string Text(Network network, string name, int value) =>
        network.Flags.Contains(name) ? (value != 0 ? "true" : "false") : value.ToString(CultureInfo.InvariantCulture);
}
