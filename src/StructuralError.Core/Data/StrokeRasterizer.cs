using System.Runtime.CompilerServices;

namespace StructuralError.Core.Data;

/// <summary>
/// Draws a <see cref="StrokePath"/> into a grey image. A pixel's signed distance to the ink is the smallest (distance to a segment − pen radius)
/// over the segments whose box, grown by the pen, holds the pixel's centre; its ink falls from 1 to 0 across <see cref="Softness"/> pixels.
/// </summary>
internal sealed class StrokeRasterizer(int size)
{
    private const float Far = 1e6f;

    private readonly float[] _distance = new float[size * size];

    /// <summary>Width of the ramp at the ink's edge, in pixels.</summary>
    public float Softness { get; set; } = 1f;

    /// <summary>Ink of each pixel, 0 to 1.</summary>
    /// <param name="ink">Destination, [row, column].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Draw(StrokePath path, Span<float> ink)
    {
        Array.Fill(_distance, Far);
        for (int i = 1; i < path.Count; i++)
        {
            if (path.PenDown[i])
            {
                AddSegment(path.X[i - 1], path.Y[i - 1], path.Radius[i - 1], path.X[i], path.Y[i], path.Radius[i]);
            }
        }

        float slope = 1f / Softness;
        for (int i = 0; i < _distance.Length; i++)
        {
            ink[i] = Unit(0.5f - (_distance[i] * slope));
        }
    }

    private static float Unit(float value) => value < 0f ? 0f : value > 1f ? 1f : value;

    // Optimised at once: most of the work would be over before the tiered compiler gets to it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddSegment(float ax, float ay, float aRadius, float bx, float by, float bRadius)
    {
        float reach = (aRadius > bRadius ? aRadius : bRadius) + (0.5f * Softness);
        int left = Cell((ax < bx ? ax : bx) - reach + 1f);
        int right = Cell((ax > bx ? ax : bx) + reach);
        int top = Cell((ay < by ? ay : by) - reach + 1f);
        int bottom = Cell((ay > by ? ay : by) + reach);

        float dx = bx - ax;
        float dy = by - ay;
        float growth = bRadius - aRadius;
        float lengthSquared = (dx * dx) + (dy * dy);
        float inverse = lengthSquared > 1e-12f ? 1f / lengthSquared : 0f;
        for (int row = top; row <= bottom; row++)
        {
            float py = row - ay;
            Span<float> line = _distance.AsSpan(row * size, size);
            for (int column = left; column <= right; column++)
            {
                float px = column - ax;
                float t = Unit(((px * dx) + (py * dy)) * inverse);
                float ex = px - (t * dx);
                float ey = py - (t * dy);
                float distance = MathF.Sqrt((ex * ex) + (ey * ey)) - aRadius - (t * growth);
                if (distance < line[column])
                {
                    line[column] = distance;
                }
            }
        }
    }

    /// <summary>Largest whole number not above <paramref name="position"/>, kept within the image.</summary>
    private int Cell(float position) => position <= 0f ? 0 : position >= size - 1 ? size - 1 : (int)position;
}
