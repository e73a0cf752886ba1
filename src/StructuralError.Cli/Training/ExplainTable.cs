using StructuralError.Core.Engines;
using StructuralError.Core.Work;
using StructuralError.Experiments.Train;

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

    /// <summary>What masks leave of it; nothing where that was not counted.</summary>
    public static void Write(TextWriter output, NecessaryWork? work)
    {
        output.WriteLine();
        if (work is null)
        {
            output.WriteLine("necessary multiply-adds: not counted, the data would have to be downloaded first");
            return;
        }

        (string Name, MultiplyAdds PerSample, double Share)[] rows = [.. work.Rows()];
        int width = rows.Max(row => row.Name.Length);
        output.WriteLine(FormattableString.Invariant($"necessary multiply-adds per sample: what ReLU and max-pool leave, mean of the first {work.Samples} samples at the initial parameters"));
        output.WriteLine(Row(width, "layer", string.Empty, string.Empty, "forward", "pull-back", "Gram", "gradient", "of dense"));
        foreach ((string name, MultiplyAdds count, double share) in rows)
        {
            output.WriteLine(Row(width, name, string.Empty, string.Empty, Number(count.Forward), Number(count.PullBack), Number(count.Gram), Number(count.Gradient), FormattableString.Invariant($"{share:P1}")));
        }
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
