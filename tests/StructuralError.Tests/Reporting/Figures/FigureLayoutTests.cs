using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Layout;
using StructuralError.Reporting.Figures.Model;
using Xunit;

namespace StructuralError.Tests.Reporting.Figures;

public class FigureLayoutTests
{
    public static TheoryData<string> Names => SampleFigures.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Arrange_AnyFigure_NoTextMeetsAnotherOrLeavesThePage(string name)
    {
        Drawing drawing = FigureLayout.Arrange(SampleFigures.All[name]);
        Box page = new(0, 0, drawing.Width, drawing.Height);
        TextMark[] texts = [.. drawing.Leaves().OfType<TextMark>()];
        Assert.NotEmpty(texts);
        for (int i = 0; i < texts.Length; i++)
        {
            Assert.True(page.Contains(texts[i].Bounds), $"'{texts[i].Text}' leaves the page: {texts[i].Bounds}");
            for (int j = 0; j < i; j++)
            {
                Assert.False(texts[i].Bounds.Overlaps(texts[j].Bounds), $"'{texts[i].Text}' meets '{texts[j].Text}'");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Arrange_AnyFigure_NoTextButAnnotationsStandsInAPlotArea(string name)
    {
        Figure figure = SampleFigures.All[name];
        Drawing drawing = FigureLayout.Arrange(figure);
        HashSet<string> allowed = [.. figure.Panels.SelectMany(panel => panel.Annotations).Select(annotation => annotation.Text), .. figure.Panels.Select(panel => panel.EmptyMessage)];
        Box[] plots = [.. Clips(drawing.Marks).Distinct().Select(clip => clip.Grow(-4))];
        foreach (TextMark text in drawing.Leaves().OfType<TextMark>().Where(text => !allowed.Contains(text.Text)))
        {
            Assert.All(plots, plot => Assert.False(plot.Overlaps(text.Bounds), $"'{text.Text}' stands in a plot area"));
        }

        Assert.All(plots, plot => Assert.True(new Box(0, 0, drawing.Width, drawing.Height).Contains(plot)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Arrange_AnyFigure_NoAxisOrReferenceLineRunsThroughAText(string name)
    {
        Figure figure = SampleFigures.All[name];
        Drawing drawing = FigureLayout.Arrange(figure);
        HashSet<string> annotations = [.. figure.Panels.SelectMany(panel => panel.Annotations).Select(annotation => annotation.Text)];
        TextMark[] texts = [.. drawing.Leaves().OfType<TextMark>().Where(text => !annotations.Contains(text.Text))];
        foreach (Point[] line in Groups(drawing.Marks).Where(group => group.Kind == "panel").SelectMany(group => group.Children).OfType<LineMark>().SelectMany(mark => mark.Lines))
        {
            for (int i = 1; i < line.Length; i++)
            {
                Box box = new(Math.Min(line[i - 1].X, line[i].X), Math.Min(line[i - 1].Y, line[i].Y), Math.Abs(line[i].X - line[i - 1].X), Math.Abs(line[i].Y - line[i - 1].Y));
                Assert.All(texts, text => Assert.False(box.Overlaps(text.Bounds), $"{box} runs through '{text.Text}'"));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Arrange_AnyFigure_EveryCoordinateIsFinite(string name)
    {
        Drawing drawing = FigureLayout.Arrange(SampleFigures.All[name]);
        IEnumerable<Point> points = drawing.Leaves().SelectMany(mark => mark switch
        {
            LineMark line => line.Lines.SelectMany(part => part),
            AreaMark area => area.Outlines.SelectMany(part => part),
            DotMark dots => dots.Centres,
            TextMark text => [text.Position],
            _ => throw new InvalidOperationException(mark.ToString()),
        });
        Assert.All(points, point => Assert.True(double.IsFinite(point.X) && double.IsFinite(point.Y), point.ToString()));
    }

    [Fact]
    public void Arrange_Curves_StayInTheirPlotAreaAndReachItsEnds()
    {
        Drawing drawing = FigureLayout.Arrange(SampleFigures.All["epoch: bounds"]);
        Box plot = Assert.Single(Clips(drawing.Marks).Distinct()).Grow(-4);
        Point[] points = [.. Groups(drawing.Marks).Where(group => group.Kind == "series").SelectMany(group => group.Children).OfType<LineMark>().SelectMany(line => line.Lines).SelectMany(line => line)];
        Assert.All(points, point => Assert.True(plot.Grow(1e-6).Contains(point), $"{point} is outside {plot}"));
        Assert.Equal(plot.Left, points.Min(point => point.X), 1e-6);
        Assert.Equal(plot.Right, points.Max(point => point.X), 1e-6);
    }

    [Fact]
    public void Arrange_SharedRow_SameValuesStandAtTheSameHeight()
    {
        static Panel Flat(double level) => new()
        {
            X = new Axis(),
            Y = new Axis(),
            Series = [new Series { Key = "s", X = [0, 1], Y = [level, 0], Ink = Ink.Blue }],
        };
        Figure figure = new() { Id = "f", Title = "t", Description = "d", Columns = 2, Panels = [Flat(1), Flat(10)] };

        Assert.NotEqual(Zeroes(figure)[0], Zeroes(figure with { ShareY = ScaleSharing.Row })[0]);
        Assert.Equal(Zeroes(figure with { ShareY = ScaleSharing.Row })[0], Zeroes(figure with { ShareY = ScaleSharing.Row })[1], 1e-9);

        // Where the first curve begins: 1 of 1, or 1 of 10.
        static double[] Zeroes(Figure figure) =>
        [
            .. Groups(FigureLayout.Arrange(figure).Marks).Where(group => group.Kind == "series")
                .Select((group, i) => group.Children.OfType<LineMark>().Single().Lines[0])
                .Select((line, i) => i == 0 ? line[0].Y : line[1].Y + ((line[0].Y - line[1].Y) / 10)),
        ];
    }

    [Fact]
    public void Arrange_NoFiniteValue_SaysSo()
    {
        Drawing drawing = FigureLayout.Arrange(SampleFigures.All["nothing finite: bounds"]);
        Assert.Contains(drawing.Leaves().OfType<TextMark>(), text => text.Text == "No finite values to draw");
    }

    [Fact]
    public void Arrange_NoPanels_Throws() =>
        Assert.Throws<ArgumentException>(() => FigureLayout.Arrange(new Figure { Id = "f", Title = "t", Description = "d", Panels = [] }));

    private static IEnumerable<Box> Clips(IEnumerable<Mark> marks) => Groups(marks).Where(group => group.Clip is not null).Select(group => group.Clip!.Value);

    private static IEnumerable<GroupMark> Groups(IEnumerable<Mark> marks) =>
        marks.OfType<GroupMark>().SelectMany(group => (IEnumerable<GroupMark>)[group, .. Groups(group.Children)]);
}
