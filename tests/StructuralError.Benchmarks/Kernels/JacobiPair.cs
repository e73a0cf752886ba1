using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;

namespace StructuralError.Benchmarks.Kernels;

/// <summary>Eigenvalues of symmetric matrices [count, order, order], positive definite like Gram matrices.</summary>
internal sealed unsafe class JacobiPair<TVector, TWide, TSimd> : IKernelPair
    where TVector : struct
    where TWide : struct
    where TSimd : struct, ISimd<float, TVector, TWide>
{
    private readonly EngineMemory _memory = new();
    private readonly JacobiEigenvalues<float, TVector, TWide, TSimd> _solver;
    private readonly int _count;
    private readonly int _order;
    private readonly double* _matrices;
    private readonly double* _shift;
    private readonly double* _eigenvalues;
    private readonly double* _work;
    private readonly double[] _plain;
    private readonly double[] _plainWork;

    public JacobiPair(int count, int order)
    {
        (_count, _order) = (count, order);
        _solver = new JacobiEigenvalues<float, TVector, TWide, TSimd>(order);
        _matrices = _memory.Allocate<double>(count * order * order);
        _shift = _memory.Allocate<double>(count);
        _eigenvalues = _memory.Allocate<double>(count * order);
        _work = _memory.Allocate<double>(_solver.WorkCount);
        (_plain, _plainWork) = (new double[count * order], new double[order * order]);
        System.Random random = Inputs.Random();
        float* factor = Inputs.Values(_memory, random, order * 2 * order);
        for (int n = 0; n < count; n++)
        {
            for (int i = 0; i < 2 * order * order; i++)
            {
                factor[i] = (2 * random.NextSingle()) - 1;
            }

            for (int i = 0; i < order; i++)
            {
                for (int j = 0; j < order; j++)
                {
                    double sum = 0;
                    for (int k = 0; k < 2 * order; k++)
                    {
                        sum += (double)factor[(i * 2 * order) + k] * factor[(j * 2 * order) + k];
                    }

                    _matrices[(((n * order) + i) * order) + j] = sum;
                }
            }
        }
    }

    public void Fast()
    {
        int lanes = JacobiEigenvalues<float, TVector, TWide, TSimd>.Lanes;
        for (int n = 0; n < _count; n += lanes)
        {
            _solver.Solve(_matrices + (n * _order * _order), _shift + n, Math.Min(lanes, _count - n), _eigenvalues + (n * _order), _work);
        }
    }

    public void Plain()
    {
        for (int n = 0; n < _count; n++)
        {
            new ReadOnlySpan<double>(_matrices + (n * _order * _order), _order * _order).CopyTo(_plainWork);
            CyclicJacobi.Solve(_plainWork, _order, _plain.AsSpan(n * _order, _order));
        }
    }

    public double Difference() => Inputs.Difference(new ReadOnlySpan<double>(_eigenvalues, _count * _order), _plain);

    public void Dispose() => _memory.Dispose();
}
