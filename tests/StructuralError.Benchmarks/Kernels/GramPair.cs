using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;

namespace StructuralError.Benchmarks.Kernels;

/// <summary>S[i, j] = Σ_v a[i, v]·a[j, v], both triangles. a: [rows, length], S: [rows, rows], float64.</summary>
internal sealed unsafe class GramPair<TVector, TWide, TSimd> : IKernelPair
    where TVector : struct
    where TWide : struct
    where TSimd : struct, ISimd<float, TVector, TWide>
{
    private readonly EngineMemory _memory = new();
    private readonly int _rows;
    private readonly int _length;
    private readonly float* _a;
    private readonly double* _partial;
    private readonly double* _s;
    private readonly double* _plain;

    public GramPair(int rows, int length)
    {
        (_rows, _length) = (rows, length);
        _a = Inputs.Values(_memory, Inputs.Random(), rows * length);
        _partial = _memory.Allocate<double>(Gram<float, TVector, TWide, TSimd>.PartialCount(rows));
        _s = _memory.Allocate<double>(rows * rows);
        _plain = _memory.Allocate<double>(rows * rows);
    }

    public void Fast()
    {
        new Span<double>(_partial, Gram<float, TVector, TWide, TSimd>.PartialCount(_rows)).Clear();
        new Span<double>(_s, _rows * _rows).Clear();
        Gram<float, TVector, TWide, TSimd>.Add(_a, _length, _rows, _length, 1, _partial);
        Gram<float, TVector, TWide, TSimd>.Reduce(_partial, _rows, _s);
    }

    public void Plain()
    {
        unchecked
        {
            for (int i = 0; i < _rows; i++)
            {
                for (int j = i; j < _rows; j++)
                {
                    float* a = _a + (i * _length);
                    float* b = _a + (j * _length);
                    double sum = 0;
                    for (int v = 0; v < _length; v++)
                    {
                        sum += (double)a[v] * b[v];
                    }

                    _plain[(i * _rows) + j] = sum;
                    _plain[(j * _rows) + i] = sum;
                }
            }
        }
    }

    public double Difference() => Inputs.Difference(new ReadOnlySpan<double>(_s, _rows * _rows), new ReadOnlySpan<double>(_plain, _rows * _rows));

    public void Dispose() => _memory.Dispose();
}
