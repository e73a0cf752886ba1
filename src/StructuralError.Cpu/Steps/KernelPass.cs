using System.Numerics;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Layers;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu.Steps;

/// <summary>
/// The kernel between the samples of a batch, one layer after the other: a pass over the samples leaves the layer's factors, their Gram matrices are its part.
/// So no more than one layer's factors are held at a time.
/// </summary>
/// <param name="pass">Takes the samples through the network.</param>
internal sealed unsafe class KernelPass<T, TVector, TWide, TSimd>(Network network, SamplePass<T, TVector, TWide, TSimd> pass)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    // Elements of a row between two looks at the cancellation: whole vectors.
    private const int Stretch = 512;

    /// <inheritdoc cref="IKernelEngine.MeasureKernel"/>
    public void Measure(in Batch batch, KernelMeasurements into, CancellationToken cancellation)
    {
        using var memory = new EngineMemory();
        ParameterRule<T, TVector, TWide, TSimd>[] rules = [.. pass.Rules.OfType<ParameterRule<T, TVector, TWide, TSimd>>()];
        int samples = batch.Count, order = into.Order;
        var factors = new LayerFactors<T>
        {
            Inputs = memory.Allocate<T>(Math.Max(1, (long)samples * rules.Max(rule => rule.FactorInputs))),
            Columns = memory.Allocate<T>((long)order * rules.Max(rule => rule.FactorColumns)),
        };
        double* sums = memory.Allocate<double>(StructureSums<T, TVector, TWide, TSimd>.Count(order));
        double* ofInputs = memory.Allocate<double>((long)samples * samples), ofColumns = memory.Allocate<double>((long)order * order);
        Array.Clear(into.K);
        Array.Clear(into.FourthPowers);
        foreach (ParameterRule<T, TVector, TWide, TSimd> rule in rules)
        {
            factors.Layer = rule.Index;
            for (factors.Position = 0; factors.Position < samples; factors.Position++)
            {
                cancellation.ThrowIfCancellationRequested();
                pass.KeepFactors(batch.Data, batch.Indices.Span[factors.Position], factors, into);
            }

            Gram(factors.Inputs, samples, rule.FactorInputs, sums, ofInputs, cancellation);
            Gram(factors.Columns, order, rule.FactorColumns, sums, ofColumns, cancellation);
            AddPart(ofInputs, ofColumns, rule.FactorConstant, into);
            AddFourthPowers(factors, rule, into);
        }
    }

    /// <summary>target[i, j] = Σ_v a[i, v] · a[j, v].</summary>
    private static void Gram(T* a, int rows, int length, double* sums, double* target, CancellationToken cancellation)
    {
        StructureSums<T, TVector, TWide, TSimd>.Clear(sums, rows);
        for (int first = 0; first < length; first += Stretch)
        {
            cancellation.ThrowIfCancellationRequested();
            StructureSums<T, TVector, TWide, TSimd>.Add(a + first, length, rows, Math.Min(Stretch, length - first), 1, sums);
        }

        StructureSums<T, TVector, TWide, TSimd>.Reduce(sums, rows, target);
    }

    private void AddPart(double* ofInputs, double* ofColumns, double constant, KernelMeasurements into)
    {
        unchecked
        {
            int samples = into.Samples, classes = network.Classes, order = into.Order;
            for (int row = 0; row < order; row++)
            {
                double* from = ofColumns + ((nint)row * order), scales = ofInputs + ((nint)(row / classes) * samples);
                Span<double> to = into.K.AsSpan(row * order, order);
                for (int m = 0; m < samples; m++)
                {
                    double scale = scales[m] + constant;
                    for (int column = m * classes; column < (m + 1) * classes; column++)
                    {
                        to[column] += scale * from[column];
                    }
                }
            }
        }
    }

    private void AddFourthPowers(LayerFactors<T> factors, ParameterRule<T, TVector, TWide, TSimd> rule, KernelMeasurements into)
    {
        for (int row = 0; row < into.Order; row++)
        {
            double ofInputs = FourthPowers(factors.Inputs + ((nint)(row / network.Classes) * rule.FactorInputs), rule.FactorInputs);
            into.FourthPowers[row] +=
                (ofInputs + rule.FactorConstant) * FourthPowers(factors.Columns + ((nint)row * rule.FactorColumns), rule.FactorColumns);
        }
    }

    private static double FourthPowers(T* values, int length)
    {
        double sum = 0;
        for (int i = 0; i < length; i++)
        {
            double value = double.CreateTruncating(values[i]);
            sum += value * value * (value * value);
        }

        return sum;
    }
}
