using System.Text;

namespace StructuralError.Reporting.Listings;

/// <summary>Rows of text in columns that are as wide as they need be: for people, and for grep and awk as well.</summary>
/// <param name="columns">Their headings; a column whose heading starts with a space is set to the right.</param>
internal sealed class TextTable(params string[] columns)
{
    private readonly List<string[]> _rows = [[.. columns.Select(column => column.Trim())]];

    /// <summary>Whether it has headings alone.</summary>
    public bool IsEmpty => _rows.Count == 1;

    public void Add(params string[] cells)
    {
        if (cells.Length != columns.Length)
        {
            throw new ArgumentException($"{cells.Length} cells in a table of {columns.Length} columns.", nameof(cells));
        }

        _rows.Add(cells);
    }

    /// <summary>The lines, the headings first.</summary>
    public IEnumerable<string> Lines()
    {
        int[] widths = [.. Enumerable.Range(0, columns.Length).Select(column => _rows.Max(row => row[column].Length))];
        foreach (string[] row in _rows)
        {
            var line = new StringBuilder();
            for (int column = 0; column < row.Length; column++)
            {
                line.Append(columns[column].StartsWith(' ') ? row[column].PadLeft(widths[column]) : row[column].PadRight(widths[column])).Append("  ");
            }

            yield return line.ToString().TrimEnd();
        }
    }
}
