using System.Collections.Immutable;
using StructuralError.Core.Common;

namespace StructuralError.Experiments.Specs;

/// <summary>
/// Several values in one text: <c>a,b</c>, <c>0..5</c>, <c>1,2,8..10</c>. A range is of whole numbers and holds both ends; an item that is not one, a path
/// such as
/// <c>../my.json</c> for instance, stands for itself. A comma that belongs to a value stands in single or double quotes with it, or behind a backslash:
/// <c>"my,model.json",b</c>. The order is kept, and no value may come twice.
/// </summary>
public static class ValueList
{
    /// <summary>More values are taken for a slip of the finger.</summary>
    public const int MaximumCount = 10_000;

    private const string RangeSign = "..";

    /// <summary>Takes the list apart, or says what is wrong with it.</summary>
    /// <param name="name">What messages call the list: <c>k</c>, <c>--seed</c>.</param>
    public static Problem? TryParse(string name, string text, out ImmutableArray<string> values)
    {
        values = [];
        var list = ImmutableArray.CreateBuilder<string>();
        foreach ((string item, bool isQuoted) in ListItems.Split(text))
        {
            if (item.Length == 0)
            {
                return new Problem($"{name}: '{text}' has an empty place; write values with single commas between them, as a,b or 0..5.");
            }

            if (Add(name, item, isQuoted, list) is { } problem)
            {
                return problem;
            }
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (list.FirstOrDefault(value => !seen.Add(value)) is { } twice)
        {
            return new Problem($"{name}: '{twice}' comes twice in '{text}'; give each value once.");
        }

        values = list.ToImmutable();
        return null;
    }

    /// <summary>The same with each value read as a kind.</summary>
    public static Problem? TryParse<T>(string name, string text, ValueKind<T> kind, out ImmutableArray<T> values)
    {
        values = [];
        if (TryParse(name, text, out ImmutableArray<string> texts) is { } problem)
        {
            return problem;
        }

        var list = ImmutableArray.CreateBuilder<T>(texts.Length);
        foreach (SpecValue value in texts.Select(SpecValue.FromText))
        {
            if (!kind.TryRead(value, out T parsed))
            {
                return kind.Refusal(name, value);
            }

            list.Add(parsed);
        }

        // 1 and 01 are two texts and one value.
        if (list.GroupBy(kind.Key).FirstOrDefault(same => same.Skip(1).Any()) is { } twice)
        {
            string first = kind.Text(twice.First()), second = kind.Text(twice.ElementAt(1));
            return new Problem(first == second
                ? $"{name}: '{first}' comes twice in '{text}'; give each value once."
                : $"{name}: '{first}' and '{second}' give the same random numbers: the low 32 bits of a seed count; give one of them.");
        }

        values = list.ToImmutable();
        return null;
    }

    private static Problem? Add(string name, string item, bool isQuoted, ImmutableArray<string>.Builder list)
    {
        if (isQuoted || !IsRange(item, out long first, out long last))
        {
            list.Add(item);
            return null;
        }

        if (last < first)
        {
            return new Problem($"{name}: the range '{item}' ends before it begins; write the smaller number first.");
        }

        if ((Int128)last - first >= MaximumCount - list.Count)
        {
            return new Problem(FormattableString.Invariant($"{name}: '{item}' makes more than {MaximumCount} values."));
        }

        list.AddRange(Enumerable.Range(0, (int)(last - first) + 1).Select(i => FormattableString.Invariant($"{first + i}")));
        return null;
    }

    private static bool IsRange(string item, out long first, out long last)
    {
        int sign = item.IndexOf(RangeSign, StringComparison.Ordinal);
        var whole = new WholeNumber<long>();
        (first, last) = (0, 0);
        return sign > 0 && whole.TryRead(SpecValue.FromText(item[..sign]), out first)
            && whole.TryRead(SpecValue.FromText(item[(sign + RangeSign.Length)..]), out last);
    }
}
