using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;

namespace StructuralError.Benchmarks.Kernels;

/// <summary>y = x·w over the active terms. x: [rows, terms], w: [terms, width], y: [rows, width].</summary>
internal sealed unsafe class TilePair<TVector, TWide, TSimd> : IKernelPair
    where TVector : struct
    where TWide : struct
    where TSimd : struct, ISimd<float, TVector, TWide>
{
    private readonly EngineMemory _memory = new();
    private readonly int _rows;
    private readonly int _terms;
    private readonly int _active;
    private readonly int _width;
    private readonly Term* _chosen;
    private readonly float* _x;
    private readonly float* _w;
    private readonly float* _y;
    private readonly float* _plain;

    public TilePair(int rows, int terms, int active, int width)
    {
        (_rows, _terms, _active, _width) = (rows, terms, active, width);
        System.Random random = Inputs.Random();
        int[] chosen = Inputs.Subset(random, terms, active);
        _chosen = Inputs.Terms(_memory, chosen, width);
        _x = Inputs.Values(_memory, random, rows * terms);
        _w = Inputs.Values(_memory, random, terms * width);
        _y = _memory.Allocate<float>(rows * width);
        _plain = _memory.Allocate<float>(rows * width);
    }

    public void Fast()
    {
        unchecked
        {
            int tile = Tile<float, TVector, TWide, TSimd>.EvenRows(_rows);
            for (int v = 0; v < _width;)
            {
                int vectors = Math.Min(2, (_width - v) / TSimd.Count);
                for (int r = 0; r < _rows; r += tile)
                {
                    Tile<float, TVector, TWide, TSimd>.Run(
                        Math.Min(tile, _rows - r), vectors, _chosen, _active, _x + (r * _terms), _terms * sizeof(float), _w + v, null, 0, _y + (r * _width) + v, _width * sizeof(float));
                }

                v += vectors * TSimd.Count;
            }
        }
    }

    public void Plain()
    {
        unchecked
        {
            for (int r = 0; r < _rows; r++)
            {
                float* y = _plain + (r * _width);
                new Span<float>(y, _width).Clear();
                for (int k = 0; k < _active; k++)
                {
                    float x = _x[(r * _terms) + _chosen[k].X];
                    float* w = _w + _chosen[k].W;
                    for (int v = 0; v < _width; v++)
                    {
                        y[v] += x * w[v];
                    }
                }
            }
        }
    }

    public double Difference() => Inputs.Difference(new ReadOnlySpan<float>(_y, _rows * _width), new ReadOnlySpan<float>(_plain, _rows * _width));

    public void Dispose() => _memory.Dispose();
}
