using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;

namespace StructuralError.Benchmarks.Kernels;

/// <summary>y = x·w over the terms whose x is not zero. x: [terms], w: [terms, width], y: [width].</summary>
internal sealed unsafe class MaskedRowTilePair<TVector, TWide, TSimd> : IKernelPair
    where TVector : struct
    where TWide : struct
    where TSimd : struct, ISimd<float, TVector, TWide>
{
    private readonly EngineMemory _memory = new();
    private readonly int _terms;
    private readonly int _width;
    private readonly float* _x;
    private readonly float* _w;
    private readonly float* _y;
    private readonly float* _plain;

    public MaskedRowTilePair(int terms, int active, int width)
    {
        (_terms, _width) = (terms, width);
        System.Random random = Inputs.Random();
        bool[] chosen = new bool[terms];
        foreach (int k in Inputs.Subset(random, terms, active))
        {
            chosen[k] = true;
        }

        _x = Inputs.Values(_memory, random, terms);
        for (int k = 0; k < terms; k++)
        {
            _x[k] = chosen[k] ? _x[k] : 0;
        }

        _w = Inputs.Values(_memory, random, terms * width);
        _y = _memory.Allocate<float>(width);
        _plain = _memory.Allocate<float>(width);
    }

    public void Fast()
    {
        unchecked
        {
            const int Stretch = MaskedRowTile<float, TVector, TWide, TSimd>.Stretch, MaxVectors = MaskedRowTile<float, TVector, TWide, TSimd>.MaxVectors;
            for (int v = 0; v < _width; v += MaxVectors * TSimd.Count)
            {
                int vectors = Math.Min(MaxVectors, (_width - v) / TSimd.Count);
                for (int k = 0; k < _terms; k += Stretch)
                {
                    ulong mask = MaskedRowTile<float, TVector, TWide, TSimd>.NonZero(_x + k, Math.Min(Stretch, _terms - k));
                    MaskedRowTile<float, TVector, TWide, TSimd>.Run(vectors, mask, _x + k, 1, _w + (k * _width) + v, _width, k == 0 ? null : _y + v, _y + v);
                }
            }
        }
    }

    public void Plain()
    {
        unchecked
        {
            new Span<float>(_plain, _width).Clear();
            for (int k = 0; k < _terms; k++)
            {
                for (int v = 0; v < _width && _x[k] != 0; v++)
                {
                    _plain[v] += _x[k] * _w[(k * _width) + v];
                }
            }
        }
    }

    public double Difference() => Inputs.Difference(new ReadOnlySpan<float>(_y, _width), new ReadOnlySpan<float>(_plain, _width));

    public void Dispose() => _memory.Dispose();
}
