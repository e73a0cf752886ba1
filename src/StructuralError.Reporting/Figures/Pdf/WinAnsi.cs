namespace StructuralError.Reporting.Figures.Pdf;

/// <summary>WinAnsiEncoding (ISO 32000-1, annex D.2): Windows code page 1252.</summary>
internal static class WinAnsi
{
    // 0x80 to 0x9F; NUL where nothing is encoded.
    private const string Extras = "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ";

    public static byte? Code(char character)
    {
        if (character is (>= ' ' and <= '~') or (>= '\u00A0' and <= '\u00FF'))
        {
            return (byte)character;
        }

        int index = character == '\0' ? -1 : Extras.IndexOf(character);
        return index >= 0 ? (byte)(0x80 + index) : null;
    }
}
