using System.Runtime.CompilerServices;

namespace StructuralError.Core.Data;

/// <summary>
/// Draws one digit image from a sample's own random numbers: a way of writing it, control points moved, a smooth elastic field, slant, rotation and
/// scale, centring on the ink, a pen of some width and pressure, and noise. Only +, −, ×, ÷ and the square root are used, which IEEE 754 rounds the same
/// way everywhere (and C# never fuses a product and a sum), so a sample's bytes are the same on every machine.
/// </summary>
internal sealed class DigitArtist
{
    /// <summary>Rows and columns of an image.</summary>
    public const int Size = 28;

    private const int PiecesPerSpan = 5;
    private const int GridNodes = 4;
    private const float Centre = (Size - 1) / 2f;

    private readonly StrokePath _path = new();
    private readonly StrokeRasterizer _rasterizer = new(Size);
    private readonly ControlPoint[] _moved = new ControlPoint[32];
    private readonly float[] _fieldX = new float[GridNodes * GridNodes];
    private readonly float[] _fieldY = new float[GridNodes * GridNodes];
    private readonly float[] _ink = new float[Size * Size];

    /// <param name="pixels">Destination, [row, column], ink 255.</param>
    public void Draw(int digit, ref SplitMix64 random, Span<byte> pixels)
    {
        Write(digit, ref random);
        Bend(ref random);
        Place(ref random);
        ChoosePen(ref random);
        _rasterizer.Draw(_path, _ink);
        AddNoise(ref random, pixels);
    }

    private void Write(int digit, ref SplitMix64 random)
    {
        ControlPoint[][][] styles = DigitTemplates.Strokes[digit];
        ControlPoint[][] style = styles[random.Below(styles.Length)];
        float wobble = random.Between(1f, 3.8f);
        _path.Clear();
        foreach (ControlPoint[] stroke in style)
        {
            for (int i = 0; i < stroke.Length; i++)
            {
                float reach = i == 0 || i == stroke.Length - 1 ? 1.5f * wobble : wobble;
                _moved[i] = stroke[i] with { X = stroke[i].X + (reach * random.Bell()), Y = stroke[i].Y + (reach * random.Bell()) };
            }

            _path.AddStroke(_moved.AsSpan(0, stroke.Length), PiecesPerSpan);
        }
    }

    /// <summary>Moves every point by a field of random vectors on a coarse grid, blended with smoothstep weights.</summary>
    private void Bend(ref SplitMix64 random)
    {
        float strength = random.Between(2f, 7.5f);
        for (int i = 0; i < _fieldX.Length; i++)
        {
            _fieldX[i] = strength * random.Bell();
            _fieldY[i] = strength * random.Bell();
        }

        Span<float> x = _path.X;
        Span<float> y = _path.Y;
        for (int i = 0; i < x.Length; i++)
        {
            (int column, float u) = GridCell(x[i]);
            (int row, float v) = GridCell(y[i]);
            int corner = (row * GridNodes) + column;
            x[i] += Blend(_fieldX, corner, u, v);
            y[i] += Blend(_fieldY, corner, u, v);
        }
    }

    private static (int Node, float Weight) GridCell(float position)
    {
        float scaled = position * ((GridNodes - 1) / 100f);
        float clamped = scaled < 0f ? 0f : scaled > GridNodes - 1.001f ? GridNodes - 1.001f : scaled;
        int node = (int)clamped;
        float t = clamped - node;
        return (node, t * t * (3f - (2f * t)));
    }

    private static float Blend(float[] field, int corner, float u, float v)
    {
        float top = field[corner] + (u * (field[corner + 1] - field[corner]));
        float bottom = field[corner + GridNodes] + (u * (field[corner + GridNodes + 1] - field[corner + GridNodes]));
        return top + (v * (bottom - top));
    }

    /// <summary>Slant, rotation, scale, then the middle of the drawn line to the image's centre plus a small shift.</summary>
    private void Place(ref SplitMix64 random)
    {
        // tan(angle / 2) gives sine and cosine without a library function whose last bit varies.
        float half = 0.07f * random.Bell();
        float scale = 1f / (1f + (half * half));
        float cosine = (1f - (half * half)) * scale;
        float sine = 2f * half * scale;
        float slant = -0.1f + (0.22f * random.Bell());
        float height = 0.2f * random.Between(0.82f, 1.06f);
        float width = height * random.Between(0.72f, 1.12f);
        float shiftX = random.Between(-1.5f, 1.5f);
        float shiftY = random.Between(-1.5f, 1.5f);

        Span<float> x = _path.X;
        Span<float> y = _path.Y;
        for (int i = 0; i < x.Length; i++)
        {
            float ownY = y[i] - 50f;
            float ownX = x[i] - 50f + (slant * ownY);
            x[i] = width * ((cosine * ownX) - (sine * ownY));
            y[i] = height * ((sine * ownX) + (cosine * ownY));
        }

        (float middleX, float middleY) = Middle();
        for (int i = 0; i < x.Length; i++)
        {
            x[i] += Centre + shiftX - middleX;
            y[i] += Centre + shiftY - middleY;
        }
    }

    private (float X, float Y) Middle()
    {
        float total = 1e-6f;
        float sumX = 0f;
        float sumY = 0f;
        for (int i = 1; i < _path.Count; i++)
        {
            if (_path.PenDown[i])
            {
                float dx = _path.X[i] - _path.X[i - 1];
                float dy = _path.Y[i] - _path.Y[i - 1];
                float length = MathF.Sqrt((dx * dx) + (dy * dy));
                total += length;
                sumX += length * 0.5f * (_path.X[i] + _path.X[i - 1]);
                sumY += length * 0.5f * (_path.Y[i] + _path.Y[i - 1]);
            }
        }

        return (sumX / total, sumY / total);
    }

    private void ChoosePen(ref SplitMix64 random)
    {
        float radius = random.Between(0.75f, 1.65f);
        float pressure = 0.25f * random.Bell() * radius;
        float perPoint = 1f / _path.Count;
        Span<float> radii = _path.Radius;
        for (int i = 0; i < radii.Length; i++)
        {
            float at = radius + (pressure * ((i * perPoint) - 0.5f));
            radii[i] = at < 0.5f ? 0.5f : at;
        }

        _rasterizer.Softness = random.Between(1f, 1.7f);
    }

    /// <summary>Uneven ink, and faint grain over the whole image.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddNoise(ref SplitMix64 random, Span<byte> pixels)
    {
        float uneven = random.Between(0f, 0.25f) * (1f / 256f);
        float grain = random.Between(0f, 0.06f) * (1f / 256f);
        ulong bits = 0;
        for (int i = 0; i < _ink.Length; i++)
        {
            if ((i & 3) == 0)
            {
                bits = random.Next();
            }

            float value = (_ink[i] * (1f - (uneven * (int)(bits & 255)))) + (grain * (int)((bits >> 8) & 255));
            bits >>= 16;
            pixels[i] = (byte)(int)((value > 1f ? 255f : value * 255f) + 0.5f);
        }
    }
}
