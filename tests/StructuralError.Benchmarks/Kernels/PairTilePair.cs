using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;

namespace StructuralError.Benchmarks.Kernels;

/// <summary>y[p] = Σ x·w over the terms of the columns p − 1, p, p + 1. x: [rows, all], w: [weights + positions, vector], y: [positions, rows, vector].</summary>
internal sealed unsafe class PairTilePair<TVector, TWide, TSimd> : IKernelPair
    where TVector : struct
    where TWide : struct
    where TSimd : struct, ISimd<float, TVector, TWide>
{
    private const int Weights = 3 * 16;

    private readonly EngineMemory _memory = new();
    private readonly int _rows;
    private readonly int _positions;
    private readonly int _all;
    private readonly Term* _terms;
    private readonly int* _starts;
    private readonly PlaceRange* _places;
    private readonly float* _x;
    private readonly float* _w;
    private readonly float* _y;
    private readonly float* _plain;

    public PairTilePair(int rows, int positions, int active)
    {
        (_rows, _positions, _all) = (rows, positions, positions * active);
        System.Random random = Inputs.Random();
        _terms = _memory.Allocate<Term>(_all);
        _starts = _memory.Allocate<int>(positions + 1);
        _places = _memory.Allocate<PlaceRange>(positions);
        for (int k = 0; k < _all; k++)
        {
            _terms[k] = new Term { X = k, W = random.Next(Weights) * TSimd.Count };
        }

        for (int p = 0; p <= positions; p++)
        {
            _starts[p] = p * active;
        }

        for (int p = 0; p < positions; p++)
        {
            _places[p] = new PlaceRange { First = Math.Max(0, p - 1), End = Math.Min(positions, p + 2) };
        }

        _x = Inputs.Values(_memory, random, rows * _all);
        _w = Inputs.Values(_memory, random, (Weights + positions) * TSimd.Count);
        _y = _memory.Allocate<float>(Length);
        _plain = _memory.Allocate<float>(Length);
    }

    private int Length => _positions * _rows * TSimd.Count;

    public void Fast() => PairTile<float, TVector, TWide, TSimd>.Run(
        _rows, _positions, _terms, _starts, _places, _x, _all * sizeof(float), _w, TSimd.Count, _y, TSimd.Count * sizeof(float), _rows * TSimd.Count);

    public void Plain()
    {
        unchecked
        {
            new Span<float>(_plain, Length).Clear();
            for (int p = 0; p < _positions; p++)
            {
                for (int k = _starts[_places[p].First]; k < _starts[_places[p].End]; k++)
                {
                    float* w = _w + _terms[k].W + (p * TSimd.Count);
                    for (int r = 0; r < _rows; r++)
                    {
                        float* y = _plain + (((p * _rows) + r) * TSimd.Count);
                        float x = _x[(r * _all) + _terms[k].X];
                        for (int v = 0; v < TSimd.Count; v++)
                        {
                            y[v] += x * w[v];
                        }
                    }
                }
            }
        }
    }

    public double Difference() => Inputs.Difference(new ReadOnlySpan<float>(_y, Length), new ReadOnlySpan<float>(_plain, Length));

    public void Dispose() => _memory.Dispose();
}
