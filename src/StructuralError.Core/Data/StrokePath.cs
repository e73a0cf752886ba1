namespace StructuralError.Core.Data;

/// <summary>A pen's way over the paper as short straight segments with the pen's radius at each joint. Reused from image to image.</summary>
internal sealed class StrokePath
{
    private const int Capacity = 256;

    private readonly float[] _x = new float[Capacity];
    private readonly float[] _y = new float[Capacity];
    private readonly float[] _radius = new float[Capacity];
    private readonly bool[] _penDown = new bool[Capacity];

    public int Count { get; private set; }

    public Span<float> X => _x.AsSpan(0, Count);

    public Span<float> Y => _y.AsSpan(0, Count);

    public Span<float> Radius => _radius.AsSpan(0, Count);

    /// <summary>Whether a line goes from the point before to this one.</summary>
    public ReadOnlySpan<bool> PenDown => _penDown.AsSpan(0, Count);

    public void Clear() => Count = 0;

    /// <summary>Appends a stroke: Catmull–Rom curves through the control points (uniform parameter), broken at corners.</summary>
    public void AddStroke(ReadOnlySpan<ControlPoint> points, int piecesPerSpan)
    {
        Add(points[0].X, points[0].Y, penDown: false);
        for (int i = 1; i < points.Length; i++)
        {
            ControlPoint from = points[i - 1];
            ControlPoint to = points[i];
            ControlPoint before = i >= 2 && !from.IsCorner ? points[i - 2] : Mirrored(from, to);
            ControlPoint after = i + 1 < points.Length && !to.IsCorner ? points[i + 1] : Mirrored(to, from);
            for (int piece = 1; piece <= piecesPerSpan; piece++)
            {
                float t = piece / (float)piecesPerSpan;
                Add(Curve(before.X, from.X, to.X, after.X, t), Curve(before.Y, from.Y, to.Y, after.Y, t), penDown: true);
            }
        }
    }

    private static ControlPoint Mirrored(ControlPoint centre, ControlPoint other) => new(centre.X + centre.X - other.X, centre.Y + centre.Y - other.Y, false);

    private static float Curve(float before, float from, float to, float after, float t)
    {
        float a = to - before;
        float b = (2f * before) - (5f * from) + (4f * to) - after;
        float c = (3f * (from - to)) + after - before;
        return from + (0.5f * t * (a + (t * (b + (t * c)))));
    }

    private void Add(float x, float y, bool penDown)
    {
        _x[Count] = x;
        _y[Count] = y;
        _penDown[Count] = penDown;
        Count++;
    }
}
