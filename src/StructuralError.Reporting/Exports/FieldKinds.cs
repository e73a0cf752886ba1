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

/// <summary>Finds the kind of values that are given in words, one after the other.</summary>
internal sealed class FieldKinds
{
    public const string True = "true";

    private bool _isGiven;
    private bool _areFlags = true;
    private bool _areWhole = true;
    private bool _areReal = true;

    /// <summary>What all values so far are.</summary>
    public FieldKind Kind => !_isGiven ? FieldKind.Text
        : _areFlags ? FieldKind.Flag
        : _areWhole ? FieldKind.Whole
        : _areReal ? FieldKind.Real
        : FieldKind.Text;

    public static FieldKind Of(string? value)
    {
        var kinds = new FieldKinds();
        kinds.Add(value);
        return kinds.Kind;
    }

    /// <param name="value">Null where a run has none.</param>
    public void Add(string? value)
    {
        if (value is null)
        {
            return;
        }

        _isGiven = true;
        _areFlags = _areFlags && value is (True or "false");
        _areWhole = _areWhole && long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
        _areReal = _areReal && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number);
    }

    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
