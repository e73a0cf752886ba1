using System.Globalization;

namespace StructuralError.Analysis.Claims.Judging;

/// <summary>A claim's evidence in a sentence or two.</summary>
internal static class Finding
{
    /// <summary>Cases named one by one; the table has the rest.</summary>
    private const int Named = 4;

    public static string Text(IReadOnlyCollection<Evidence> evidence, IReadOnlyCollection<string> reasons)
    {
        Evidence[] against = [.. evidence.Where(item => item.Verdict == Verdict.NotReproduced)];
        Evidence[] undecided = [.. evidence.Where(item => item.Verdict == Verdict.Inconclusive && item.Values.Count > 0)];
        int holding = evidence.Count(item => item.Verdict == Verdict.Reproduced);
        List<string> sentences = [string.Create(CultureInfo.InvariantCulture, $"Holds in {holding} of {evidence.Count} cases{Ranges(evidence, holding)}.")];
        Append(sentences, "Not so", [.. against.Select(Case)]);
        Append(sentences, "Undecided", [.. undecided.Select(Case)]);
        Append(sentences, "Missing", [.. reasons]);
        return string.Join(' ', sentences);
    }

    // What the statistics were, where they all hold and there is nothing else to tell.
    private static string Ranges(IReadOnlyCollection<Evidence> evidence, int holding) => holding < evidence.Count || holding == 0
        ? string.Empty
        : ": " + string.Join("; ", evidence.GroupBy(item => item.Quantity).Select(group => $"{group.Key} {Range(group.Min(item => item.Mean), group.Max(item => item.Mean))}"));

    private static string Range(double smallest, double largest)
    {
        string first = RoundedNumber.Text(smallest), last = RoundedNumber.Text(largest);
        return first == last ? first : $"{first} to {last}";
    }

    private static string Case(Evidence item)
    {
        string interval = double.IsNaN(item.Lower) ? string.Empty : $" ({RoundedNumber.Text(item.Lower)} to {RoundedNumber.Text(item.Upper)})";
        return $"{item.Case}: {item.Quantity} {RoundedNumber.Text(item.Mean)}{interval}";
    }

    private static void Append(List<string> sentences, string label, string[] cases)
    {
        if (cases.Length > 0)
        {
            string rest = cases.Length > Named ? string.Create(CultureInfo.InvariantCulture, $"; and {cases.Length - Named} more") : string.Empty;
            sentences.Add($"{label}: {string.Join("; ", cases.Take(Named))}{rest}.");
        }
    }
}
