using StructuralError.Core.Engines;
using StructuralError.Core.Work;
using StructuralError.Experiments.Train;

namespace StructuralError.Reporting.Listings;

/// <summary>What a step costs, by layer: the engine's plan, and what masks leave of it.</summary>
internal static class WorkTable
{
    /// <summary>The engine's plan; nothing where there is none.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<LayerPlan> layers)
    {
        if (layers.Count == 0)
        {
            yield break;
        }

        int width = Math.Max(5, layers.Max(layer => layer.Name.Length));
        yield return string.Empty;
        yield return "multiply-adds per sample; bytes for all threads together";
        yield return Row(width, "layer", "form", "output", "forward", "pull-back", "Gram", "gradient", "bytes");
        Func<LayerPlan, long>[] columns =
            [layer => layer.ForwardMacs, layer => layer.PullBackMacs, layer => layer.GramMacs, layer => layer.GradientMacs, layer => layer.Bytes];
        foreach (LayerPlan layer in layers)
        {
            yield return Row(width, layer.Name, layer.Form, layer.OutputShape, [.. columns.Select(column => Number(column(layer)))]);
        }

        yield return Row(width, "sum", string.Empty, string.Empty, [.. columns.Select(column => Number(layers.Sum(column)))]);
    }

    /// <summary>What masks leave of it; nothing where that was not counted.</summary>
    public static IEnumerable<string> Lines(NecessaryWork? work)
    {
        yield return string.Empty;
        if (work is null)
        {
            yield return "necessary multiply-adds: not counted, the data would have to be downloaded first";
            yield break;
        }

        (string Name, MultiplyAdds PerSample, double Share)[] rows = [.. work.Rows()];
        int width = rows.Max(row => row.Name.Length);
        yield return FormattableString.Invariant(
            $"necessary multiply-adds per sample: what ReLU and max-pool leave, mean of the first {work.Samples} samples at the initial parameters");
        yield return Row(width, "layer", string.Empty, string.Empty, "forward", "pull-back", "Gram", "gradient", "of dense");
        foreach ((string name, MultiplyAdds count, double share) in rows)
        {
            string[] counts = [.. ((long[])[count.Forward, count.PullBack, count.Gram, count.Gradient]).Select(Number)];
            yield return Row(width, name, string.Empty, string.Empty, [.. counts, FormattableString.Invariant($"{share:P1}")]);
        }
    }

    private static string Row(int width, string name, string form, string shape, params string[] numbers) =>
        $"{name.PadRight(width)}  {form,-5} {shape,-14}" + string.Concat(numbers.Select(number => $" {number,14}"));

    private static string Number(long value) => FormattableString.Invariant($"{value:N0}");
}
