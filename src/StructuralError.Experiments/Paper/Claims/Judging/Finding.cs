using System.Globalization;

namespace StructuralError.Experiments.Paper.Claims.Judging;

/// <summary>A claim's evidence in a sentence or two.</summary>
internal static class Finding
{
    /// <summary>Cases named one by one under each label; the table has the rest.</summary>
    private const int Named = 4;

    /// <param name="evidence">Of the first reading, which decides.</param>
    public static string Text(IReadOnlyCollection<Evidence> evidence, IReadOnlyCollection<string> reasons, IReadOnlyList<Reading> readings)
    {
        Evidence[] holding = [.. evidence.Where(item => item.Verdict == Verdict.Reproduced)];
        Evidence[] against = [.. evidence.Where(item => item.Verdict == Verdict.NotReproduced)];
        Evidence[] undecided = [.. evidence.Where(item => item.Verdict == Verdict.Undecided && item.Values.Count > 0)];
        List<string> sentences = evidence.All(item => item.Values.Count == 0) ? [] : [Count(holding.Length, evidence.Count)];
        if (holding.Length == evidence.Count && holding.Length > 0)
        {
            sentences.Add(Capital(string.Join("; ", holding.GroupBy(item => item.Quantity).Select(Range))) + ".");
        }

        Append(sentences, "Not so: ", Cases(against), against.Length);
        Append(sentences, "Undecided: ", Cases(undecided), undecided.Length);
        Append(sentences, "Missing: ", string.Join("; ", reasons.Take(Named)), reasons.Count);
        sentences.AddRange(readings.Skip(1).Select(Other));
        if (readings[0] is { Settings: > 0 } first)
        {
            sentences.Add(string.Create(CultureInfo.InvariantCulture, $"{first.Agreeing} of {first.Settings} settings of the thresholds decide alike."));
        }

        return string.Join(' ', sentences);
    }

    private static string Count(int holding, int all) =>
        string.Create(CultureInfo.InvariantCulture, $"Holds in {holding} of {all} {(all == 1 ? "case" : "cases")}.");

    private static string Other(Reading reading) => string.Create(
        CultureInfo.InvariantCulture, $"Read as \"{reading.Name}\": {Verdicts.Name(reading.Verdict)}, {reading.Holding} of {reading.Cases}.");

    // Where all cases hold their range is all there is to tell.
    private static string Range(IGrouping<string, Evidence> group) => $"{group.Key}: {Between(group.Min(item => item.Mean), group.Max(item => item.Mean))}";

    // By quantity, so that its name is said once.
    private static string Cases(IEnumerable<Evidence> items) => string.Join(
        "; ",
        items.Take(Named).GroupBy(item => item.Quantity)
            .Select(group => $"{group.Key} {string.Join(", ", group.Select(item => $"{Value(item)} ({item.Case})"))}"));

    private static string Value(Evidence item)
    {
        string mean = RoundedNumber.Text(item.Mean), interval = Between(item.Lower, item.Upper);
        return double.IsNaN(item.Lower) || interval == mean ? mean : $"{mean} [{interval}]";
    }

    private static string Between(double smallest, double largest)
    {
        string first = RoundedNumber.Text(smallest), last = RoundedNumber.Text(largest);
        return first == last ? first : $"{first} to {last}";
    }

    private static void Append(List<string> sentences, string label, string text, int count)
    {
        if (count > 0)
        {
            sentences.Add($"{label}{text}{(count > Named ? string.Create(CultureInfo.InvariantCulture, $"; and {count - Named} more") : string.Empty)}.");
        }
    }

    // A word, not a symbol: τ, k(0.001), ln and d stay as they are.
    private static string Capital(string text) => text.TakeWhile(char.IsAsciiLetter).Count() > 3 ? char.ToUpperInvariant(text[0]) + text[1..] : text;
}
