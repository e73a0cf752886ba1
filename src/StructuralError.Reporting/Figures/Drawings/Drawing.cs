namespace StructuralError.Reporting.Figures.Drawings;

/// <summary>A figure laid out: everything at its place, back to front, ready for any writer.</summary>
public sealed record Drawing(string Id, string Title, string Description, double Width, double Height, IReadOnlyList<Mark> Marks)
{
    /// <summary>All marks that are not groups, back to front.</summary>
    public IEnumerable<Mark> Leaves() => Flatten(Marks);

    private static IEnumerable<Mark> Flatten(IEnumerable<Mark> marks) =>
        marks.SelectMany(mark => mark is GroupMark group ? Flatten(group.Children) : [mark]);
}
