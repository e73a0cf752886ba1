using System.Globalization;

namespace StructuralError.Experiments.Clusters;

/// <summary>Whole numbers in the words of schedulers and in names of files.</summary>
internal static class Digits
{
    /// <summary>Null for what is not decimal digits alone, or too large.</summary>
    public static int? Read(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    /// <summary>The same from 1 up.</summary>
    public static int? Positive(string? text) => Read(text) is > 0 and var number ? number : null;
}
