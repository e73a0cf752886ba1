using System.Numerics;
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
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    private readonly SamplePass<T, TVector, TWide, TSimd>[] _passes;
    private readonly Sample<T>[] _samples;
    private readonly int _classes;
    private readonly SymmetricEigenvalues<T, TVector, TWide, TSimd> _eigenvalues;
    private readonly double* _eigenvalueWork;

    /// <param name="passes">One for each sample that goes through the layers together with others.</param>
    public Worker(int classes, SamplePass<T, TVector, TWide, TSimd>[] passes, UpdateScratch<T> scratch, EngineMemory memory)
    {
        (_classes, _passes, Scratch) = (classes, passes, scratch);
        _samples = [.. passes.Select(pass => pass.Sample)];
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
    public void RunTogether(int first, ReadOnlySpan<int> indices, StepAtHand step)
    {
        ReadOnlySpan<SamplePass<T, TVector, TWide, TSimd>> passes = _passes.AsSpan(0, indices.Length);
        ReadOnlySpan<Sample<T>> samples = _samples.AsSpan(0, indices.Length);
        for (int i = 0; i < indices.Length; i++)
        {
            passes[i].Begin(first + i, indices[i], step);
        }

        for (int rule = 0; rule < Pass.Rules.Length; rule++)
        {
            Choose(rule, passes).ForwardTogether(samples);
        }

        bool passesBack = false;
        foreach (SamplePass<T, TVector, TWide, TSimd> pass in passes)
        {
            passesBack = pass.EndForward(step);
            pass.Sample.Cotangents = pass.BeginBackward(pass.Sample.Structure);
        }

        if (!passesBack)
        {
            return;
        }

        for (int rule = Pass.Rules.Length - 1; rule >= Pass.FirstParameterRule; rule--)
        {
            Choose(rule, passes).BackwardTogether(samples);
        }

        foreach (SamplePass<T, TVector, TWide, TSimd> pass in passes)
        {
            pass.EndBackward(step);
        }
    }

    /// <summary>Samples that one call of <see cref="Solve"/> takes.</summary>
    public int SolvedTogether => _eigenvalues.Together;

    /// <summary>Eigenvalues of A for a few samples, <see cref="SolvedTogether"/> at most, and A itself where it is wanted.</summary>
    public void Solve(int first, StepAtHand step)
    {
        int classes = _classes, count = Math.Min(SolvedTogether, step.Batch.Count - first);
        double* matrices = step.Remainder + ((nint)first * classes * classes);
        Span<double> solved = step.Into.Eigenvalues.AsSpan(first * classes, count * classes);
        fixed (double* to = solved)
        {
            _eigenvalues.Solve(matrices, step.Floor + first, count, step.Into.AllEigenvalues, to, _eigenvalueWork);
        }

        for (int n = 0; n < count; n++)
        {
            // R is positive semidefinite: an eigenvalue of it that is negative within rounding of the largest is 0. Without a floor one that is positive within
            // rounding is 0 too: what the solver leaves there is no eigenvalue, and its logarithm would be noise.
            Span<double> eigenvalues = solved.Slice(n * classes, classes);
            double floor = step.Floor[first + n], rounding = 1e-12 * eigenvalues[^1];
            double end = floor > 0 ? floor : Math.BitIncrement(rounding);
            for (int c = 0; c < classes && eigenvalues[c] < end; c++)
            {
                if (floor - eigenvalues[c] <= rounding)
                {
                    eigenvalues[c] = floor;
                }
            }
        }

        for (int n = 0; step.Into.Level >= MeasurementLevel.Matrix && n < count; n++)
        {
            Span<double> a = step.Into.A.AsSpan((first + n) * classes * classes, classes * classes);
            new Span<double>(matrices + ((nint)n * classes * classes), a.Length).CopyTo(a);
            for (int c = 0; c < classes; c++)
            {
                a[(c * classes) + c] += step.Floor[first + n];
            }
        }
    }

    private static LayerRule<T> Choose(int rule, ReadOnlySpan<SamplePass<T, TVector, TWide, TSimd>> passes)
    {
        foreach (SamplePass<T, TVector, TWide, TSimd> pass in passes)
        {
            pass.Sample.Rule = pass.Rules[rule];
        }

        return passes[0].Rules[rule];
    }
}
