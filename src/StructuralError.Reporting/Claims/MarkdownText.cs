using System.Text;

namespace StructuralError.Reporting.Claims;

/// <summary>Markdown, line by line.</summary>
internal sealed class MarkdownText
{
    public const string QuickRun = "**A quick run: fewer steps than the paper trained. Claims about training are not decided where runs end before step 500.**";

    private readonly StringBuilder _text = new();

    // Not AppendLine: the same bytes on every system.
    public void Line(string line = "") => _text.Append(line).Append('\n');

    /// <summary>A line and an empty one; nothing for null.</summary>
    public void Paragraph(string? line)
    {
        if (line is not null)
        {
            Line(line);
            Line();
        }
    }

    public void Row(params IEnumerable<string> cells) => Line($"| {string.Join(" | ", cells)} |");

    /// <summary>The first row of a table, and the line under it.</summary>
    public void Header(params IReadOnlyCollection<string> names)
    {
        Row(names);
        Row(names.Select(_ => "---"));
    }

    // A bar would end the cell, and |U| has two of them.
    public static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");

    public override string ToString() => _text.ToString();
}
