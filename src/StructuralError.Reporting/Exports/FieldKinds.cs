using System.Globalization;

namespace StructuralError.Reporting.Exports;

/// <summary>What the values of a field are in all runs.</summary>
internal enum FieldKind
{
    Text,
    Flag,
    Whole,
    Real,
}

/// <summary>Finds the kind of values that are given in words.</summary>
internal static class FieldKinds
{
    public const string True = "true";

    /// <param name="values">Null where a run has none.</param>
    public static FieldKind Of(IEnumerable<string?> values)
    {
        string[] given = [.. values.OfType<string>()];
        return given.Length == 0 ? FieldKind.Text
            : given.All(text => text is True or "false") ? FieldKind.Flag
            : given.All(text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)) ? FieldKind.Whole
            : given.All(text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
                ? FieldKind.Real
            : FieldKind.Text;
    }

    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
