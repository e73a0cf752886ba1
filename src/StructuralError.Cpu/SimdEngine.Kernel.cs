using StructuralError.Core.Engines;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Steps;

namespace StructuralError.Cpu;

/// <summary>The kernel between samples. It is asked for once in many steps: its buffers live as long as the call, and one thread computes.</summary>
internal sealed unsafe partial class SimdEngine<T, TVector, TWide, TSimd> : IKernelEngine
{
    public void MeasureKernel(in Batch batch, KernelMeasurements into, CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        EngineArguments.Check(batch.Data, _network);
        EngineArguments.Check(batch.Data, batch.Indices.Span, _network);
        if (batch.Count != into.Samples || into.Classes != _network.Classes)
        {
            throw new ArgumentException(
                $"a kernel of {into.Samples} samples, {into.Classes} classes cannot hold {batch.Count} samples of {_network.Classes} classes.", nameof(into));
        }

        new KernelPass<T, TVector, TWide, TSimd>(_network, _workers[0].Pass).Measure(batch, into, cancellation);
    }

    public void SolveEigenvalues(ReadOnlySpan<double> matrix, int order, Span<double> eigenvalues, bool all, CancellationToken cancellation = default)
    {
        using var memory = new EngineMemory();
        var solver = new SymmetricEigenvalues<T, TVector, TWide, TSimd>(order) { Cancellation = cancellation };
        double* shift = memory.Allocate<double>(1), work = memory.Allocate<double>(solver.WorkCount);
        fixed (double* from = matrix, to = eigenvalues)
        {
            solver.Solve(from, shift, 1, all, to, work);
        }
    }
}
