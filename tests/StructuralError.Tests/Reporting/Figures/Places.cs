using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Layout;

namespace StructuralError.Tests.Reporting.Figures;

/// <summary>What tests ask of laid out figures.</summary>
internal static class Places
{
    /// <summary>All marks that are not groups, back to front.</summary>
    public static IEnumerable<Mark> Leaves(this Drawing drawing) => Flatten(drawing.Marks);

    public static bool Contains(this Box box, Box other) =>
        box.Left <= other.Left && other.Right <= box.Right && box.Top <= other.Top && other.Bottom <= box.Bottom;

    public static bool Contains(this Box box, Point point) => box.Contains(new Box(point.X, point.Y, 0, 0));

    /// <summary>The value at a place: the inverse of <see cref="Scale.Map"/>.</summary>
    public static double Invert(this Scale scale, double place)
    {
        double along = scale.Range.Minimum + ((place - scale.Start) / (scale.End - scale.Start) * (scale.Range.Maximum - scale.Range.Minimum));
        return scale.Range.Logarithmic ? Math.Pow(10, along) : along;
    }

    private static IEnumerable<Mark> Flatten(IEnumerable<Mark> marks) =>
        marks.SelectMany(mark => mark is GroupMark group ? Flatten(group.Children) : [mark]);
}
