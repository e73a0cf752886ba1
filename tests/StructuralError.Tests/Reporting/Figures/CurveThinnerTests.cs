using FsCheck;
using FsCheck.Fluent;
using StructuralError.Reporting.Figures.Drawings;
using StructuralError.Reporting.Figures.Layout;
using Xunit;

namespace StructuralError.Tests.Reporting.Figures;

/// <summary>A thinned curve beside the curve as it is: the same extremes in each column of pixels, and the same ink.</summary>
public class CurveThinnerTests
{
    private const int Columns = 100;
    private const double Height = 60;

    // A column is a pixel wide, and pieces nearer than half a pixel are one.
    private const double Seen = 1.25;

    [Fact]
    public void Thin_WithoutGaps_KeepsFirstLowestHighestAndLastOfEachColumn()
    {
        System.Random random = new(3);
        Point[] line = [.. Enumerable.Range(0, 20_000).Select(i => new Point(i * 0.005, random.NextDouble()))];

        (IReadOnlyList<Point[]> lines, IReadOnlyList<Point[]> lone) = new CurveThinner(line, 1, Columns).Thin();

        Assert.Empty(lone);
        Assert.Equal([.. line.GroupBy(point => Math.Floor(point.X)).SelectMany(FirstLowestHighestLast)], Assert.Single(lines));
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void Thin_AnyCurveWithGaps_KeepsTheExtremesOfEachColumn() => ForAnyCurve((points, name) =>
    {
        (IReadOnlyList<Point[]> lines, IReadOnlyList<Point[]> lone) = new CurveThinner(points, 1, points.Length).Thin();
        (List<Point[]> runs, List<Point> alone) = Unthinned(points);

        Assert.Subset(points.ToHashSet(), lines.Concat(lone).SelectMany(line => line).ToHashSet());
        ILookup<double, Point> kept = lines.SelectMany(line => line).ToLookup(Column), all = runs.SelectMany(run => run).ToLookup(Column);
        Assert.Equal(all.Select(column => column.Key).Order(), kept.Select(column => column.Key).Order());
        foreach (IGrouping<double, Point> column in all)
        {
            Point[] inColumn = [.. kept[column.Key].OrderBy(point => point.X)];
            Assert.True(column.Min(point => point.Y).Equals(inColumn.Min(point => point.Y)), $"{name}: lowest of column {column.Key}");
            Assert.True(column.Max(point => point.Y).Equals(inColumn.Max(point => point.Y)), $"{name}: highest of column {column.Key}");
            Assert.True(column.First() == inColumn[0] && column.Last() == inColumn[^1], $"{name}: ends of column {column.Key}");
        }

        Assert.Equal(alone.Count > 0, lone.Count > 0);
    });

    [Trait("Speed", "Slow")]
    [Fact]
    public void Thin_AnyCurveWithGaps_LeavesTheSameInk() => ForAnyCurve((points, name) =>
    {
        (IReadOnlyList<Point[]> lines, IReadOnlyList<Point[]> lone) = new CurveThinner(points, 1, points.Length).Thin();
        (List<Point[]> runs, List<Point> alone) = Unthinned(points);

        SameInk(runs, lines, name + ", lines");
        SameInk([.. alone.Select(point => new[] { point })], lone, name + ", dots");
    });

    /// <summary>The check itself sees a line that was drawn across a gap, and a piece that was left out.</summary>
    [Fact]
    public void SameInk_OfAnotherCurve_Fails()
    {
        Point[] low = [new(0, 10), new(0.5, 12)], high = [new(0.5, 40), new(0.9, 42)];
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => SameInk([low, high], [[.. low, .. high]], "joined"));
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => SameInk([low, high], [low], "left out"));
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Thin_AnyNumberOfPoints_KeepsNoMoreThanThePixelsCanShow(double gaps)
    {
        foreach (int count in (int[])[1_000, 5_000, 30_000, 200_000])
        {
            System.Random random = new(count);
            Point[] points = [.. Enumerable.Range(0, count).Select(i => random.NextDouble() < gaps ? Gap : new Point(Columns * (double)i / count, 400 * random.NextDouble()))];
            (IReadOnlyList<Point[]> lines, IReadOnlyList<Point[]> lone) = new CurveThinner(points, 1, Columns).Thin();
            Assert.InRange(lines.Sum(line => line.Length), 0, 8 * Columns);
            Assert.InRange(lone.Count, 0, 2 * Columns);
        }
    }

    [Fact]
    public void Thin_DotsAtOneHeight_AreOneStripe()
    {
        Point[] points = [.. Enumerable.Range(0, 2_000).Select(i => i % 2 == 0 ? new Point(i * 0.05, 7) : Gap)];
        (IReadOnlyList<Point[]> lines, IReadOnlyList<Point[]> lone) = new CurveThinner(points, 1, Columns).Thin();
        Assert.Empty(lines);
        Assert.Equal([points[0], points[1998]], Assert.Single(lone));
    }

    private static Point Gap { get; } = new(double.NaN, double.NaN);

    private static void ForAnyCurve(Action<Point[], string> check) => Prop.ForAll<int>(seed =>
    {
        var random = new System.Random(seed);
        int count = 200 + random.Next(3_000);
        double gaps = Math.Pow(10, -3 * random.NextDouble()), jumps = Math.Pow(10, -2 * random.NextDouble()), noise = Height * Math.Pow(10, -3 * random.NextDouble());
        double level = Height / 2;
        Point[] points = new Point[count];
        for (int i = 0; i < count; i++)
        {
            level = random.NextDouble() < jumps ? Height * random.NextDouble() : level;
            double y = Math.Clamp(level + (noise * (random.NextDouble() - 0.5)), 0, Height);
            points[i] = random.NextDouble() < gaps ? Gap : new(Columns * (double)i / count, y);
        }

        check(points, $"seed {seed}, {count} points, {gaps:0.####} gaps");
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    private static IEnumerable<Point> FirstLowestHighestLast(IEnumerable<Point> column)
    {
        Point[] points = [.. column];
        int low = Array.IndexOf(points, points.MinBy(point => point.Y)), high = Array.IndexOf(points, points.MaxBy(point => point.Y));
        return new[] { 0, low, high, points.Length - 1 }.Distinct().Order().Select(i => points[i]);
    }

    private static double Column(Point point) => Math.Floor(point.X);

    private static (List<Point[]> Runs, List<Point> Alone) Unthinned(Point[] points)
    {
        List<Point[]> runs = [];
        List<Point> run = [];
        foreach (Point point in points.Append(Gap))
        {
            if (!double.IsNaN(point.X))
            {
                run.Add(point);
            }
            else if (run.Count > 0)
            {
                runs.Add([.. run]);
                run.Clear();
            }
        }

        return ([.. runs.Where(line => line.Length > 1)], [.. runs.Where(line => line.Length == 1).Select(line => line[0])]);
    }

    /// <summary>No spot of one picture is farther from the other than can be seen, and none of the other from the one.</summary>
    private static void SameInk(IReadOnlyList<Point[]> expected, IReadOnlyList<Point[]> actual, string name)
    {
        HashSet<Point> before = [.. expected.SelectMany(Spots)], after = [.. actual.SelectMany(Spots)];
        Covers(after, before, name + ": left out");
        Covers(before, after, name + ": added");
    }

    private static void Covers(HashSet<Point> ink, HashSet<Point> spots, string name)
    {
        ILookup<(double, double), Point> cells = ink.ToLookup(Cell);
        foreach (Point spot in spots)
        {
            (double x, double y) = Cell(spot);
            bool isNear = Enumerable.Range(0, 9).SelectMany(i => cells[(x + (i % 3) - 1, y + (i / 3) - 1)])
                .Any(point => Math.Abs(point.X - spot.X) <= Seen && Math.Abs(point.Y - spot.Y) <= Seen);
            Assert.True(isNear, $"{name} at {spot}");
        }
    }

    private static (double X, double Y) Cell(Point point) => (Math.Floor(point.X / Seen), Math.Floor(point.Y / Seen));

    // In steps of a quarter of a pixel.
    private static IEnumerable<Point> Spots(Point[] line)
    {
        for (int i = 0; i < line.Length; i++)
        {
            Point from = line[Math.Max(0, i - 1)], to = line[i];
            int steps = 1 + (int)(4 * Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y)));
            for (int step = 0; step <= steps; step++)
            {
                double share = (double)step / steps;
                yield return new(Rounded(from.X + (share * (to.X - from.X))), Rounded(from.Y + (share * (to.Y - from.Y))));
            }
        }

        // So that spots of thousands of points are few.
        static double Rounded(double value) => Math.Round(value * 8) / 8;
    }
}
