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

/// <summary>The kinds of values that are given in words.</summary>
internal static class FieldKinds
{
    public const string True = "true";

    /// <summary>Null where there is no value.</summary>
    public static FieldKind? Of(string? value) => value switch
    {
        null => null,
        True or "false" => FieldKind.Flag,
        _ when long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) => FieldKind.Whole,
        _ when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) => FieldKind.Real,
        _ => FieldKind.Text,
    };

    /// <summary>What values of both kinds are.</summary>
    public static FieldKind? Common(FieldKind? a, FieldKind? b) => a is null ? b
        : b is null || a == b ? a
        : (a, b) is (FieldKind.Whole or FieldKind.Real, FieldKind.Whole or FieldKind.Real) ? FieldKind.Real
        : FieldKind.Text;

    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
