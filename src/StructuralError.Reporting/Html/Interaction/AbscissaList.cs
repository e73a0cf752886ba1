using System.Text.Json;

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
    public void Write(Utf8JsonWriter json, string name)
    {
        json.WriteStartArray(name);
        foreach (double[] list in _lists)
        {
            json.WriteStartObject();
            if (IsEven(list))
            {
                WriteNumbers(json, "even", [list[0], list[1] - list[0], list.Length]);
            }
            else
            {
                WriteNumbers(json, "values", list);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static bool IsEven(double[] list) => list.Length > 2 && list.All(double.IsInteger)
        && list.Zip(list.Skip(1)).All(pair => (pair.Second - pair.First).Equals(list[1] - list[0]));

    private static void WriteNumbers(Utf8JsonWriter json, string name, double[] values)
    {
        json.WriteStartArray(name);
        foreach (double value in values)
        {
            if (double.IsFinite(value))
            {
                json.WriteNumberValue(value);
            }
            else
            {
                json.WriteNullValue();
            }
        }

        json.WriteEndArray();
    }
}
