using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;

namespace StructuralError.Benchmarks.Kernels;

/// <summary>y = x·w over the active terms. x: [terms], w: [terms, width], y: [width].</summary>
internal sealed unsafe class RowTilePair<TVector, TWide, TSimd> : IKernelPair
    where TVector : struct
    where TWide : struct
    where TSimd : struct, ISimd<float, TVector, TWide>
{
    private readonly EngineMemory _memory = new();
    private readonly int _active;
    private readonly int _width;
    private readonly Term* _chosen;
    private readonly float* _x;
    private readonly float* _w;
    private readonly float* _y;
    private readonly float* _plain;

    public RowTilePair(int terms, int active, int width)
    {
        (_active, _width) = (active, width);
        System.Random random = Inputs.Random();
        int[] chosen = Inputs.Subset(random, terms, active);
        _chosen = Inputs.Terms(_memory, chosen, width);
        _x = Inputs.Values(_memory, random, terms);
        _w = Inputs.Values(_memory, random, terms * width);
        _y = _memory.Allocate<float>(width);
        _plain = _memory.Allocate<float>(width);
    }

    public void Fast() => RowTile<float, TVector, TWide, TSimd>.Run(_width / TSimd.Count, _chosen, 1, 1, _active, _x, _w, null, _y);

    public void Plain()
    {
        unchecked
        {
            new Span<float>(_plain, _width).Clear();
            for (int k = 0; k < _active; k++)
            {
                float x = _x[_chosen[k].X];
                float* w = _w + _chosen[k].W;
                for (int v = 0; v < _width; v++)
                {
                    _plain[v] += x * w[v];
                }
            }
        }
    }

    public double Difference() => Inputs.Difference(new ReadOnlySpan<float>(_y, _width), new ReadOnlySpan<float>(_plain, _width));

    public void Dispose() => _memory.Dispose();
}
