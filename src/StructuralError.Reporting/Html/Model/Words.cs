using System.Globalization;

namespace StructuralError.Reporting.Html.Model;

/// <summary>Numbers and counts as the page says them.</summary>
internal static class Words
{
    public const string Unknown = "–";

    /// <summary>1, 9999, 10,000.</summary>
    public static string Count(long count) => count.ToString(count < 10_000 ? "0" : "#,0", CultureInfo.InvariantCulture);

    /// <summary>1 run, 2 runs.</summary>
    public static string Count(long count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>Four significant digits; a dash where undefined.</summary>
    public static string Real(double value) => double.IsNaN(value) ? Unknown
        : double.IsPositiveInfinity(value) ? "∞"
        : double.IsNegativeInfinity(value) ? "−∞"
        : Minus(value.ToString(Math.Abs(value) is >= 1000 and < 1e7 ? "#,0" : "G4", CultureInfo.InvariantCulture));

    /// <summary>Every digit, for programs.</summary>
    public static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string Percent(double share) => (100 * share).ToString("0.00", CultureInfo.InvariantCulture) + " %";

    /// <summary>0.42 s, 12.3 s, 3 min 5 s, 1 h 2 min.</summary>
    public static string Duration(double seconds)
    {
        if (!(seconds < 99.95))
        {
            long whole = double.IsFinite(seconds) ? (long)Math.Round(seconds) : 0;
            return whole >= 3600 ? $"{Count(whole / 3600)} h {(whole % 3600) / 60} min" : $"{whole / 60} min {whole % 60} s";
        }

        return seconds.ToString(seconds < 9.995 ? "0.00" : "0.0", CultureInfo.InvariantCulture) + " s";
    }

    public static string Bytes(long bytes) => bytes >= 1L << 30
        ? (bytes / (double)(1L << 30)).ToString("0.0", CultureInfo.InvariantCulture) + " GiB"
        : (bytes / (double)(1L << 20)).ToString("0", CultureInfo.InvariantCulture) + " MiB";

    /// <summary>a; a and b; a, b and c.</summary>
    public static string List(IReadOnlyList<string> words) => words.Count switch
    {
        0 => "",
        1 => words[0],
        _ => string.Join(", ", words.Take(words.Count - 1)) + " and " + words[^1],
    };

    public static string Dataset(string name) => name == "mnist" ? "MNIST" : name;

    private static string Minus(string number) => number.Replace('-', '−');
}
