namespace StructuralError.Reporting.Listings;

/// <summary>Rows of text in columns that are as wide as they need be: for people, and for grep and awk as well.</summary>
/// <param name="columns">Their headings; a column whose heading starts with a space is set to the right.</param>
internal sealed class TextTable(params string[] columns)
{
    private readonly List<string[]> _rows = [[.. columns.Select(column => column.Trim())]];

    /// <summary>Whether it has headings alone.</summary>
    public bool IsEmpty => _rows.Count == 1;

    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>The lines, the headings first.</summary>
    public IEnumerable<string> Lines()
    {
        int[] widths = [.. Enumerable.Range(0, columns.Length).Select(column => _rows.Max(row => row[column].Length))];
        return _rows.Select(row => string.Join("  ", row.Select(Padded)).TrimEnd());

        string Padded(string cell, int column) => columns[column].StartsWith(' ') ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]);
    }
}
