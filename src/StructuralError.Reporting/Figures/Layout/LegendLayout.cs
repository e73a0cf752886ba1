using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Model;

namespace StructuralError.Reporting.Figures.Layout;

/// <summary>A row of samples with their names, going on in the next row where it is full.</summary>
internal sealed class LegendLayout
{
    private const double SampleWidth = 32;
    private const double SampleGap = 7;
    private const double EntryGap = 22;

    private readonly List<GroupMark> _entries = [];

    /// <param name="width">What the rows may take.</param>
    public LegendLayout(IEnumerable<Panel> panels, double left, double top, double width)
    {
        double row = TextFlow.Height(1, Sizes.Legend) + 3;
        double x = left, y = top;
        foreach (Entry entry in panels.SelectMany(Entries).Distinct())
        {
            IReadOnlyList<string> lines = TextFlow.Wrap(entry.Name, Sizes.Legend, bold: false, width - SampleWidth - SampleGap);
            double entryWidth = SampleWidth + SampleGap + lines.Max(line => TextMetrics.Width(line, Sizes.Legend, bold: false));
            if (x > left && x + entryWidth > left + width)
            {
                x = left;
                y = top + Height;
            }

            List<Mark> marks = [.. Sample(entry, new Box(x, y, SampleWidth, row))];
            marks.AddRange(TextFlow.Stack(lines, x + SampleWidth + SampleGap, y + 1.5, Sizes.Legend, bold: false, TextAnchor.Start, Ink.Text));
            _entries.Add(new GroupMark("legend", marks, entry.Key));
            Height = Math.Max(Height, y - top + TextFlow.Height(lines.Count, Sizes.Legend) + 3);
            x += entryWidth + EntryGap;
        }
    }

    /// <summary>0 where nothing has a name.</summary>
    public double Height { get; }

    public IReadOnlyList<Mark> Marks => _entries;

    private static IEnumerable<Entry> Entries(Panel panel) =>
    [
        .. panel.Series.Where(series => series.Name is not null)
            .Select(series => new Entry(series.Key, series.Name!, series.Ink, series.Dash, series.Width, series.Opacity, series.Dots, IsBand: false)),
        .. panel.Bands.Where(band => band.Name is not null)
            .Select(band => new Entry(band.Key, band.Name!, band.Ink, Dash.Solid, 0, band.Opacity, Dots: false, IsBand: true)),
    ];

    private static IEnumerable<Mark> Sample(Entry entry, Box box)
    {
        double middle = box.Top + (box.Height / 2);
        if (entry.IsBand)
        {
            double top = middle - 5.5, bottom = middle + 5.5;
            yield return new AreaMark([[new(box.Left, top), new(box.Right, top), new(box.Right, bottom), new(box.Left, bottom)]], entry.Ink, entry.Opacity);
            yield break;
        }

        yield return new LineMark([[new(box.Left, middle), new(box.Right, middle)]], entry.Ink, entry.Width, entry.Dash, entry.Opacity);
        if (entry.Dots)
        {
            yield return new DotMark([new(box.Left + (box.Width / 2), middle)], Sizes.DotRadius, entry.Ink, entry.Opacity);
        }
    }

    private sealed record Entry(string Key, string Name, Ink Ink, Dash Dash, double Width, double Opacity, bool Dots, bool IsBand);
}
