using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;

namespace StructuralError.Benchmarks.Kernels;

/// <summary>y = in ∗ w, a 3 × 3 kernel, one output row of <c>columns</c> positions and one vector of channels. in: [3, columns + 2, channels], w: [3, 3, channels, vector].</summary>
internal sealed unsafe class ConvolutionTilePair<TVector, TWide, TSimd> : IKernelPair
    where TVector : struct
    where TWide : struct
    where TSimd : struct, ISimd<float, TVector, TWide>
{
    private const int Kernel = 3;

    private readonly EngineMemory _memory = new();
    private readonly int _columns;
    private readonly int _channels;
    private readonly float* _input;
    private readonly float* _w;
    private readonly float* _y;
    private readonly float* _plain;

    public ConvolutionTilePair(int columns, int channels)
    {
        (_columns, _channels) = (columns, channels);
        System.Random random = Inputs.Random();
        _input = Inputs.Values(_memory, random, Kernel * (columns + Kernel - 1) * channels);
        _w = Inputs.Values(_memory, random, Kernel * Kernel * channels * TSimd.Count);
        _y = _memory.Allocate<float>(columns * TSimd.Count);
        _plain = _memory.Allocate<float>(columns * TSimd.Count);
    }

    private int RowPitch => (_columns + Kernel - 1) * _channels;

    public void Fast()
    {
        int tile = ConvolutionTile<float, TVector, TWide, TSimd>.EvenColumns(_columns);
        for (int x = 0; x < _columns; x += tile)
        {
            ConvolutionTile<float, TVector, TWide, TSimd>.Run(
                Math.Min(tile, _columns - x), _channels, _input + (x * _channels), RowPitch, _channels, _w, TSimd.Count, null, _y + (x * TSimd.Count), TSimd.Count);
        }
    }

    public void Plain()
    {
        unchecked
        {
            new Span<float>(_plain, _columns * TSimd.Count).Clear();
            for (int x = 0; x < _columns; x++)
            {
                for (int tap = 0; tap < Kernel * Kernel; tap++)
                {
                    float* from = _input + (tap / Kernel * RowPitch) + ((x + (tap % Kernel)) * _channels), w = _w + (tap * _channels * TSimd.Count);
                    for (int i = 0; i < _channels * TSimd.Count; i++)
                    {
                        _plain[(x * TSimd.Count) + (i % TSimd.Count)] += from[i / TSimd.Count] * w[i];
                    }
                }
            }
        }
    }

    public double Difference() => Inputs.Difference(new ReadOnlySpan<float>(_y, _columns * TSimd.Count), new ReadOnlySpan<float>(_plain, _columns * TSimd.Count));

    public void Dispose() => _memory.Dispose();
}
