using System.Text.Json;
using StructuralError.Engines;

namespace StructuralError.Cli.Training;

/// <summary>The engine's plan as a table, for <c>--explain</c>.</summary>
internal static class ExplainTable
{
    public static void Write(TextWriter output, IReadOnlyList<LayerPlan> layers)
    {
        if (layers.Count == 0)
        {
            return;
        }

        int width = Math.Max(5, layers.Max(layer => layer.Name.Length));
        output.WriteLine();
        output.WriteLine("multiply-adds per sample; bytes for all threads together");
        output.WriteLine(Row(width, "layer", "form", "output", "forward", "pull-back", "Gram", "gradient", "bytes"));
        foreach (LayerPlan layer in layers)
        {
            output.WriteLine(Row(
                width, layer.Name, layer.Form, layer.OutputShape, Number(layer.ForwardMacs), Number(layer.PullBackMacs), Number(layer.GramMacs), Number(layer.GradientMacs), Number(layer.Bytes)));
        }

        output.WriteLine(Row(
            width, "sum", string.Empty, string.Empty, Number(layers.Sum(layer => layer.ForwardMacs)), Number(layers.Sum(layer => layer.PullBackMacs)),
            Number(layers.Sum(layer => layer.GramMacs)), Number(layers.Sum(layer => layer.GradientMacs)), Number(layers.Sum(layer => layer.Bytes))));
    }

    public static void Write(Utf8JsonWriter writer, IReadOnlyList<LayerPlan> layers)
    {
        if (layers.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("plan");
        foreach (LayerPlan layer in layers)
        {
            writer.WriteStartObject();
            writer.WriteString("name", layer.Name);
            writer.WriteString("form", layer.Form);
            writer.WriteString("output", layer.OutputShape);
            writer.WriteNumber("forward_macs", layer.ForwardMacs);
            writer.WriteNumber("pull_back_macs", layer.PullBackMacs);
            writer.WriteNumber("gram_macs", layer.GramMacs);
            writer.WriteNumber("gradient_macs", layer.GradientMacs);
            writer.WriteNumber("bytes", layer.Bytes);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string Row(int width, string name, string form, string shape, params ReadOnlySpan<string> numbers)
    {
        string row = $"{name.PadRight(width)}  {form,-5} {shape,-14}";
        foreach (string number in numbers)
        {
            row += $" {number,14}";
        }

        return row;
    }

    private static string Number(long value) => FormattableString.Invariant($"{value:N0}");
}
