using System.Numerics;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu.Layers;

/// <summary>
/// Weights of y = W x + b, shared by all workers, with what the batch leaves for the update.
/// W lies as [input, output] with the bias as one more input that is always 1: rows of outputs for the forward pass and the gradient.
/// A copy as [output, input] serves the pull-back.
/// </summary>
internal sealed unsafe class LinearParameters<T, TVector, TWide, TSimd> : ParameterBlock<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : struct
    where TWide : struct
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    private const int RowsPerTask = 32;

    // With fewer vectors of outputs, the gradients of several inputs are summed together.
    private const int VectorsOfOneRow = 4;

    private readonly LinearLayer _layer;
    private readonly TensorLayout _input;
    private readonly Term* _samples;
    private readonly int _rows;

    public LinearParameters(LinearLayer layer, TensorLayout input, int batch, EngineMemory memory)
        : base((long)Rows(layer, input) * Pad(layer.Output.Count), memory)
    {
        _layer = layer;
        _input = input;
        _rows = Rows(layer, input);
        InputLength = input.DenseLength;
        InputStride = Pad(_rows);
        OutputStride = Pad(layer.Output.Count);
        // Nothing is pulled back through the first layer.
        PullBack = layer.Index > 0 ? memory.Allocate<T>((long)layer.Output.Count * InputLength) : null;
        Inputs = memory.Allocate<T>((long)batch * InputStride);
        OutputCotangents = memory.Allocate<T>((long)batch * OutputStride);
        Outputs = memory.Allocate<T>((long)batch * OutputStride);
        _samples = memory.Terms(batch, InputStride, OutputStride);
        for (int n = 0; layer.HasBias && n < batch; n++)
        {
            Inputs[((long)n * InputStride) + InputLength] = T.One;
        }
    }

    /// <summary>Inputs, padding included.</summary>
    public int InputLength { get; }

    /// <summary>Elements from one sample's inputs to the next; the constant 1 of the bias stands behind the inputs.</summary>
    public int InputStride { get; }

    /// <summary>Outputs, padded to whole vectors.</summary>
    public int OutputStride { get; }

    public T* Bias => _layer.HasBias ? Weights + ((long)InputLength * OutputStride) : null;

    /// <summary>Shape [output, InputLength].</summary>
    public T* PullBack { get; }

    /// <summary>x of every sample of the batch, [n, InputStride].</summary>
    public T* Inputs { get; }

    /// <summary>y of every sample, [n, OutputStride].</summary>
    public T* Outputs { get; }

    /// <summary>∂loss_n/∂y of every sample, [n, OutputStride].</summary>
    public T* OutputCotangents { get; }

    public override int UpdateTasks => (_rows + RowsPerTask - 1) / RowsPerTask;

    public override int GradientLength => OutputStride < VectorsOfOneRow * TSimd.Count ? RowsPerTask * OutputStride : OutputStride;

    /// <summary>v ← μ v + Σ_n x_n b_nᵀ / N + wd·W, W ← W − lr·v for one block of inputs; sums over the samples in batch order.</summary>
    public override void Update(int task, int samples, in SgdOptions sgd, UpdateScratch<T> scratch)
    {
        unchecked
        {
            int first = task * RowsPerTask, end = Math.Min(_rows, first + RowsPerTask);
            int vectors = OutputStride / TSimd.Count;
            T* gradient = scratch.Gradient;
            if (vectors < VectorsOfOneRow)
            {
                DenseGradients(first, end, samples, vectors, gradient);
            }

            for (int i0 = first; i0 < end; i0 += TSimd.Count)
            {
                if (vectors >= VectorsOfOneRow)
                {
                    FindNonZero(i0, samples, scratch);
                }

                for (int i = i0; i < Math.Min(end, i0 + TSimd.Count); i++)
                {
                    T* row = gradient + ((i - first) * OutputStride);
                    if (vectors >= VectorsOfOneRow)
                    {
                        row = gradient;
                        SumOverSamples(i, samples, vectors, scratch.Columns + ((nint)(i - i0) * scratch.Words), row);
                    }

                    long offset = (long)i * OutputStride;
                    Sgd<T, TVector, TWide, TSimd>.Update(
                        Weights + offset, Momentum + offset, Compensation + offset, row, OutputStride, samples, sgd);
                }
            }

            CopyForPullBack(first, end);
        }
    }

    protected override void CopyWeights() => CopyForPullBack(0, _rows);

    protected override void Exchange(ParameterSet parameters, bool load)
    {
        Parameter weight = parameters.Weight(_layer);
        int inputs = _layer.Input.Count;
        for (int o = 0; o < _layer.Output.Count; o++)
        {
            for (int feature = 0; feature < inputs; feature++)
            {
                long place = ((long)_input.OffsetOfFeature(feature) * OutputStride) + o;
                Exchange(weight, (o * inputs) + feature, place, load);
            }

            if (parameters.Bias(_layer) is { } bias)
            {
                Exchange(bias, o, ((long)InputLength * OutputStride) + o, load);
            }
        }
    }

    private static int Rows(LinearLayer layer, TensorLayout input) => input.DenseLength + (layer.HasBias ? 1 : 0);

    private static int Pad(int count) => TensorLayout.Pad(count, TSimd.Count);

    /// <summary>For one vector of neighbouring inputs: in which samples each of them is not zero.</summary>
    private void FindNonZero(int input, int samples, UpdateScratch<T> scratch)
    {
        unchecked
        {
            ushort* rows = scratch.Rows;
            T* x = Inputs + input;
            for (int n = 0; n < samples; n++, x += InputStride)
            {
                rows[n] = (ushort)TSimd.NonZeroMask(TSimd.Load(x));
            }

            int all = scratch.Words * 64;
            new Span<ushort>(rows + samples, all - samples).Clear();
            BitLists.Transpose(rows, all, TSimd.Count, scratch.Columns, scratch.Words);
        }
    }

    /// <summary>Σ_n x_n[i] b_n over the samples in which x_n[i] is not zero.</summary>
    private void SumOverSamples(int i, int samples, int vectors, ulong* nonZero, T* gradient)
    {
        unchecked
        {
            const int Stretch = MaskedRowTile<T, TVector, TWide, TSimd>.Stretch, MaxVectors = MaskedRowTile<T, TVector, TWide, TSimd>.MaxVectors;
            for (int v = 0; v < vectors; v += MaxVectors)
            {
                T* y = gradient + (v * TSimd.Count), init = null;
                for (int n = 0; n < samples; n += Stretch, init = y)
                {
                    T* x = Inputs + ((nint)n * InputStride) + i, b = OutputCotangents + ((nint)n * OutputStride) + (v * TSimd.Count);
                    MaskedRowTile<T, TVector, TWide, TSimd>.Run(
                        Math.Min(MaxVectors, vectors - v), nonZero[n / Stretch], x, InputStride, b, OutputStride, init, y);
                }
            }
        }
    }

    /// <summary>Few outputs: several inputs share a tile, so that enough sums are in flight.</summary>
    private void DenseGradients(int first, int end, int samples, int vectors, T* gradient)
    {
        unchecked
        {
            nint stride = OutputStride * sizeof(T);
            for (int i = first; i < end; i += Tile<T, TVector, TWide, TSimd>.MaxRows)
            {
                int rows = Math.Min(Tile<T, TVector, TWide, TSimd>.MaxRows, end - i);
                for (int v = 0; v < vectors; v += 2)
                {
                    T* b = OutputCotangents + (v * TSimd.Count), to = gradient + ((i - first) * OutputStride) + (v * TSimd.Count);
                    Tile<T, TVector, TWide, TSimd>.Run(
                        rows, Math.Min(2, vectors - v), _samples, samples, Inputs + i, sizeof(T), b, null, 0, to, stride);
                }
            }
        }
    }

    private void CopyForPullBack(int first, int end)
    {
        if (PullBack != null)
        {
            T* weights = Weights + ((long)first * OutputStride);
            Transpose<T>.Copy(weights, OutputStride, Math.Min(end, InputLength) - first, _layer.Output.Count, PullBack + first, InputLength);
        }
    }
}
