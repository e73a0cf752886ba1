namespace StructuralError.Reporting.Listings;

/// <summary>Rows of text in columns that are as wide as they need be: for people, and for grep and awk as well.</summary>
internal static class TextTable
{
    /// <summary>The lines, the headings first.</summary>
    /// <param name="columns">Their headings; a column whose heading starts with a space is set to the right.</param>
    public static IEnumerable<string> Lines(string[] columns, IEnumerable<string[]> rows)
    {
        string[][] all = [[.. columns.Select(column => column.Trim())], .. rows];
        int[] widths = [.. Enumerable.Range(0, columns.Length).Select(column => all.Max(row => row[column].Length))];
        return all.Select(row => string.Join("  ", row.Select(Padded)).TrimEnd());

        string Padded(string cell, int column) => columns[column].StartsWith(' ') ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]);
    }
}
