using System.Text.Json.Nodes;

namespace StructuralError.Reporting.Html.Interaction;

/// <summary>The lists of x of a panel, each written once: nearly always all curves share one.</summary>
internal sealed class AbscissaList
{
    private readonly List<double[]> _lists = [];

    /// <summary>The list's number.</summary>
    public int Add(double[] xs)
    {
        int known = _lists.FindIndex(list => list.AsSpan().SequenceEqual(xs));
        if (known >= 0)
        {
            return known;
        }

        _lists.Add(xs);
        return _lists.Count - 1;
    }

    /// <summary>Evenly spaced whole numbers as [first, distance, count] of <c>even</c>, others as they are.</summary>
    public JsonArray ToJson() => new([.. _lists.Select(list => IsEven(list)
        ? new JsonObject { ["even"] = new JsonArray(list[0], list[1] - list[0], list.Length) }
        : new JsonObject { ["values"] = new JsonArray([.. list.Select(value => double.IsFinite(value) ? (JsonNode)value : null)]) })]);

    private static bool IsEven(double[] list) => list.Length > 2 && list.All(double.IsInteger)
        && list.Zip(list.Skip(1)).All(pair => (pair.Second - pair.First).Equals(list[1] - list[0]));
}
