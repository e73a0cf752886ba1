namespace StructuralError.Reporting.Figures.Pdf;

/// <summary>The built-in encoding of the font Symbol (ISO 32000-1, annex D.5), as far as formulas use it.</summary>
internal static class SymbolEncoding
{
    private static readonly Dictionary<char, byte> Codes = Make(
        (0x41, "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"),
        (0x61, "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"),
        (0x22, "∀"),
        (0x24, "∃"),
        (0x2A, "∗"),
        (0x2D, "−"),
        (0x40, "≅"),
        (0x5E, "⊥"),
        (0x7E, "∼"),
        (0xA2, "′"),
        (0xA3, "≤"),
        (0xA5, "∞"),
        (0xAB, "↔←↑→↓"),
        (0xB3, "≥"),
        (0xB5, "∝∂"),
        (0xB9, "≠≡≈"),
        (0xC4, "⊗⊕∅∩∪⊃"),
        (0xCC, "⊂"),
        (0xCE, "∈∉∠∇"),
        (0xD5, "∏√⋅"),
        (0xD9, "∧∨"),
        (0xE1, "⟨"),
        (0xE5, "∑"),
        (0xF1, "⟩∫"));

    public static byte? Code(char character) => Codes.TryGetValue(character, out byte code) ? code : null;

    private static Dictionary<char, byte> Make(params (int First, string Characters)[] runs) =>
        runs.SelectMany(run => run.Characters.Select((character, i) => (character, Code: (byte)(run.First + i))))
            .ToDictionary(pair => pair.character, pair => pair.Code);
}
