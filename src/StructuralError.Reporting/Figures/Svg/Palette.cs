using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Figures.Svg;

/// <summary>
/// Colours of the inks on light and on dark paper. The hues are those of Okabe and Ito ("Color Universal Design", 2008), which people with
/// any of the common colour vision deficiencies tell apart; lightness is changed where needed so that every curve keeps a contrast of
/// 3 : 1 with the paper and every text 4.5 : 1 (WCAG 2.2, 1.4.11 and 1.4.3).
/// </summary>
public static class Palette
{
    /// <summary>As #rrggbb.</summary>
    public static (string Light, string Dark) Colours(Ink ink) => ink switch
    {
        Ink.Paper => ("#ffffff", "#0d1117"),
        Ink.Grid => ("#e4e7ec", "#252b34"),
        Ink.Axis => ("#7a828e", "#7d8590"),
        Ink.Text => ("#1f2328", "#e6edf3"),
        Ink.MutedText => ("#59636e", "#9aa4af"),
        Ink.Contrast => ("#1f2328", "#f0f6fc"),
        Ink.Blue => ("#0072b2", "#4aa8e8"),
        Ink.Vermillion => ("#d55e00", "#ff8340"),
        Ink.Green => ("#008a64", "#2bc49a"),
        Ink.Purple => ("#b5548f", "#e79ccb"),
        Ink.Orange => ("#b97f00", "#f2b63c"),
        Ink.Sky => ("#2b8cc4", "#8fd0f5"),
        _ => throw new ArgumentOutOfRangeException(nameof(ink), ink, "No colour is known for it."),
    };
}
