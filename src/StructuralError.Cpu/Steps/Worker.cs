using System.Numerics;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Layers;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu.Steps;

/// <summary>
/// What one thread works with. Usually one sample after the other goes through the whole network. Where a layer's weights are wider than a cache, several go
/// through it together, layer by layer, so that the weights are fetched once for all of them.
/// </summary>
internal sealed unsafe class Worker<T, TVector, TWide, TSimd>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : struct
    where TWide : struct
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    private readonly SamplePass<T, TVector, TWide, TSimd>[] _passes;
    private readonly Lane<T>[] _lanes;
    private readonly int _classes;
    private readonly SymmetricEigenvalues<T, TVector, TWide, TSimd> _eigenvalues;
    private readonly double* _eigenvalueWork;

    /// <param name="passes">One for each sample that goes through the layers together with others.</param>
    public Worker(int classes, SamplePass<T, TVector, TWide, TSimd>[] passes, UpdateScratch<T> scratch, EngineMemory memory)
    {
        (_classes, _passes, Scratch) = (classes, passes, scratch);
        _lanes = [.. passes.Select(pass => new Lane<T>(pass.Sample))];
        _eigenvalues = new SymmetricEigenvalues<T, TVector, TWide, TSimd>(classes);
        _eigenvalueWork = memory.Allocate<double>(_eigenvalues.WorkCount);
    }

    /// <summary>Takes one sample at a time.</summary>
    public SamplePass<T, TVector, TWide, TSimd> Pass => _passes[0];

    /// <summary>Most samples that go through the layers together.</summary>
    public int Lanes => _passes.Length;

    public UpdateScratch<T> Scratch { get; }

    /// <summary>As <see cref="SamplePass{T, TVector, TWide, TSimd}.Run"/>, for neighbouring samples of a batch; the same bits.</summary>
    /// <param name="first">The first one's place in the batch.</param>
    /// <param name="indices">Their places in the data, at most <see cref="Lanes"/>.</param>
    public void RunTogether(
        int first, int groupSize, Dataset data, ReadOnlySpan<int> indices, long dropoutStep, bool gradient, MeasurementLevel level, BatchResults results)
    {
        int count = indices.Length;
        for (int i = 0; i < count; i++)
        {
            _passes[i].Begin(first + i, (first + i) / groupSize, data, indices[i], dropoutStep, gradient, level, results);
        }

        for (int rule = 0; rule < Pass.Rules.Length; rule++)
        {
            Choose(rule, count).ForwardTogether(_lanes, count);
        }

        bool passesBack = false;
        for (int i = 0; i < count; i++)
        {
            passesBack = _passes[i].EndForward(results);
            _lanes[i].Cotangents = _passes[i].BeginBackward(_lanes[i].Sample.Structure);
        }

        if (!passesBack)
        {
            return;
        }

        for (int rule = Pass.Rules.Length - 1; rule >= Pass.FirstParameterRule; rule--)
        {
            Choose(rule, count).BackwardTogether(_lanes, count);
        }

        for (int i = 0; i < count; i++)
        {
            _passes[i].EndBackward(level, results);
        }
    }

    /// <summary>Samples that one call of <see cref="Solve"/> takes.</summary>
    public int SolvedTogether => _eigenvalues.Together;

    /// <summary>Eigenvalues of A for a few samples; with <paramref name="complete"/> the floor is added to the matrices afterwards.</summary>
    /// <param name="all">Without, the smallest and the largest will do.</param>
    public void Solve(BatchResults results, int first, int count, bool all, bool complete)
    {
        int classes = _classes;
        double* matrices = results.Remainder + ((nint)first * classes * classes);
        double* eigenvalues = results.Eigenvalues + ((nint)first * classes);
        _eigenvalues.Solve(matrices, results.Floor + first, count, all, eigenvalues, _eigenvalueWork);
        for (int n = 0; n < count; n++)
        {
            // R is positive semidefinite: an eigenvalue of it that is negative within rounding of the largest is 0. Without a floor one that is positive within
            // rounding is 0 too: what the solver leaves there is no eigenvalue, and its logarithm would be noise.
            double floor = results.Floor[first + n], rounding = 1e-12 * eigenvalues[(n * classes) + classes - 1];
            double end = floor > 0 ? floor : Math.BitIncrement(rounding);
            for (int c = 0; c < classes && eigenvalues[(n * classes) + c] < end; c++)
            {
                if (floor - eigenvalues[(n * classes) + c] <= rounding)
                {
                    eigenvalues[(n * classes) + c] = floor;
                }
            }
        }

        for (int n = 0; complete && n < count; n++)
        {
            for (int c = 0; c < classes; c++)
            {
                matrices[(((n * classes) + c) * classes) + c] += results.Floor[first + n];
            }
        }
    }

    private LayerRule<T> Choose(int rule, int count)
    {
        for (int i = 0; i < count; i++)
        {
            _lanes[i].Rule = _passes[i].Rules[rule];
        }

        return _lanes[0].Rule;
    }
}
