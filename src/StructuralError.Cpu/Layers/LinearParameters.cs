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
/// A copy as [output, input] serves the pull-back. Both are cut into panels of columns, one behind the other, so that what a kernel reads
/// at a time is contiguous: rows of a wide matrix are a power of two apart and share few sets of a cache.
/// </summary>
internal sealed unsafe class LinearParameters<T, TVector, TWide, TSimd> : ParameterBlock<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    private const int RowsPerTask = UpdateScratch<T>.MostInputs;

    // With a call of SGD for every row, a step of model a took 7 % longer on two threads. 2 and 16 rows were no faster than 8.
    private const int RowsTogether = 8;

    // With fewer vectors of outputs, the gradients of several inputs are summed together.
    private const int VectorsOfOneRow = 4;

    // More weights than this do not stay in a core's own caches from one step to the next.
    private const long MostCachedBytes = 1 << 20;

    private readonly LinearLayer _layer;
    private readonly TensorLayout _input;
    private readonly Term* _samples;
    private readonly int _rows;
    private readonly int _outputCount;
    private readonly bool _isPanelled;
    private readonly int _batch;

    // x of every sample of the batch, [n, InputStride]; y, [n, OutputStride]; ∂loss_n/∂y, [panel, n, output].
    private readonly T* _inputs;
    private readonly T* _outputs;
    private readonly T* _outputCotangents;

    public LinearParameters(LinearLayer layer, TensorLayout input, int batch, EngineMemory memory)
        : base((long)Rows(layer, input) * Pad(layer.Output.Count), memory)
    {
        _layer = layer;
        _input = input;
        _rows = Rows(layer, input);
        _batch = batch;
        _outputCount = layer.Output.Count;
        _isPanelled = input.Shape.IsVector;
        InputLength = input.DenseLength;
        InputStride = Pad(_rows);
        OutputStride = Pad(layer.Output.Count);
        // Nothing is pulled back through the first layer.
        PullBackWidth = _isPanelled ? 2 * TSimd.Count : InputLength;
        int panels = (InputLength + PullBackWidth - 1) / PullBackWidth;
        PanelTerms = memory.Terms(PanelWidth, 1, PullBackWidth);
        PullBack = layer.Index > 0 ? memory.Allocate<T>((long)layer.Output.Count * panels * PullBackWidth) : null;
        _inputs = memory.Allocate<T>((long)batch * InputStride);
        _outputCotangents = memory.Allocate<T>((long)batch * OutputStride);
        _outputs = memory.Allocate<T>((long)batch * OutputStride);
        _samples = memory.Terms(batch, InputStride, OutputStride);
        for (int n = 0; layer.HasBias && n < batch; n++)
        {
            InputsOf(n)[InputLength] = T.One;
        }
    }

    /// <summary>Inputs, padding included.</summary>
    public int InputLength { get; }

    /// <summary>Elements from one sample's inputs to the next; the constant 1 of the bias stands behind the inputs.</summary>
    public int InputStride { get; }

    /// <summary>Outputs, padded to whole vectors.</summary>
    public int OutputStride { get; }

    /// <summary>Outputs of a panel of <see cref="ParameterBlock{T}.Weights"/> and of the output cotangents; the last may have fewer.</summary>
    public static int PanelWidth => MaskedRowTile<T, TVector, TWide, TSimd>.MaxVectors * TSimd.Count;

    public bool HasBias => _layer.HasBias;

    /// <summary>Whether the weights come from memory in each step: then it pays to ask for them ahead.</summary>
    public bool AreStreamed => (long)_rows * OutputStride * sizeof(T) > MostCachedBytes;

    /// <summary>Shape [panel, output, <see cref="PullBackWidth"/>].</summary>
    public T* PullBack { get; }

    /// <summary>Every output of a panel, for a tile over the output cotangents and <see cref="PullBack"/>.</summary>
    public Term* PanelTerms { get; }

    /// <summary>Inputs of a panel of <see cref="PullBack"/>.</summary>
    public int PullBackWidth { get; }

    public override int UpdateTasks => (_rows + RowsPerTask - 1) / RowsPerTask;

    public override int GradientLength => OutputStride < VectorsOfOneRow * TSimd.Count ? RowsPerTask * OutputStride : RowsTogether * PanelWidth;

    /// <summary>x of sample <paramref name="n"/> of the batch.</summary>
    public T* InputsOf(int n) => _inputs + ((long)n * InputStride);

    /// <summary>y of sample <paramref name="n"/>.</summary>
    public T* OutputsOf(int n) => _outputs + ((long)n * OutputStride);

    /// <summary>Outputs of the panel that begins with output <paramref name="first"/>: elements from one row to the next.</summary>
    public int WidthOfPanel(int first) => Math.Min(PanelWidth, OutputStride - first);

    /// <summary>W of the outputs from <paramref name="first"/>, where a panel begins, and the inputs from <paramref name="row"/>.</summary>
    public long Place(int first, int row) => unchecked(((long)first * _rows) + ((long)row * WidthOfPanel(first)));

    /// <summary>∂loss_n/∂y of the outputs from <paramref name="first"/>, where a panel begins.</summary>
    public T* CotangentsOf(int first, int n) =>
        unchecked(_outputCotangents + ((long)first * _batch) + ((long)n * WidthOfPanel(first)));

    /// <summary>Where <see cref="PullBack"/> has input <paramref name="input"/> of output 0.</summary>
    public T* PullBackOf(int input)
    {
        unchecked
        {
            // Called for every tile: no division.
            int within = _isPanelled ? input & ((2 * TSimd.Count) - 1) : input;
            return PullBack + ((nint)(input - within) * _outputCount) + within;
        }
    }

    /// <summary>v ← μ v + Σ_n x_n b_nᵀ / N + wd·W, W ← W − lr·v for one block of inputs; sums over the samples in batch order.</summary>
    public override void Update(int task, int samples, in SgdOptions sgd, UpdateScratch<T> scratch)
    {
        unchecked
        {
            int first = task * RowsPerTask, end = Math.Min(_rows, first + RowsPerTask);
            bool dense = OutputStride < VectorsOfOneRow * TSimd.Count;
            if (dense)
            {
                DenseGradients(first, end, samples, OutputStride / TSimd.Count, scratch.Gradient);
            }
            else
            {
                FindNonZero(first, end, samples, scratch);
            }

            for (int panel = 0; panel < OutputStride; panel += PanelWidth)
            {
                int width = WidthOfPanel(panel);
                bool ahead = AreStreamed && panel + PanelWidth < OutputStride;
                int together = dense ? RowsPerTask : RowsTogether;
                for (int i = first; i < end; i += together)
                {
                    int rows = Math.Min(together, end - i);
                    for (int row = i; row < i + rows; row++)
                    {
                        if (ahead)
                        {
                            PrefetchForUpdate(Place(panel + PanelWidth, row));
                        }

                        if (!dense)
                        {
                            if (!scratch.IsAlone)
                            {
                                // The other workers have read this row since it was written.
                                Prefetch.LinesToWrite(Weights + Place(panel, row), width);
                            }

                            SumOverSamples(row - first, first, samples, panel, scratch, scratch.Gradient + ((row - i) * width));
                        }
                    }

                    long place = Place(panel, i);
                    Sgd<T, TVector, TWide, TSimd>.Update(
                        Weights + place, Momentum + place, Compensation + place, scratch.Gradient, rows * width, samples, sgd, scratch.Squares);
                }

                CopyForPullBack(first, end, panel);
            }
        }
    }

    private void PrefetchForUpdate(long place)
    {
        unchecked
        {
            int bytes = PanelWidth * sizeof(T);
            Prefetch.Lines(Weights + place, bytes);
            Prefetch.Lines(Momentum + place, bytes);
            Prefetch.Lines(Compensation + place, bytes);
        }
    }

    protected override void CopyWeights()
    {
        for (int panel = 0; panel < OutputStride; panel += PanelWidth)
        {
            CopyForPullBack(0, _rows, panel);
        }
    }

    protected override void Exchange(ParameterSet parameters, bool load)
    {
        Parameter weight = parameters.Weight(_layer);
        int inputs = _layer.Input.Count;
        for (int o = 0; o < _layer.Output.Count; o++)
        {
            int panel = o / PanelWidth * PanelWidth;
            for (int feature = 0; feature < inputs; feature++)
            {
                Exchange(weight, (o * inputs) + feature, Place(panel, _input.OffsetOfFeature(feature)) + o - panel, load);
            }

            if (parameters.Bias(_layer) is { } bias)
            {
                Exchange(bias, o, Place(panel, InputLength) + o - panel, load);
            }
        }
    }

    private static int Rows(LinearLayer layer, TensorLayout input) => input.DenseLength + (layer.HasBias ? 1 : 0);

    private static int Pad(int count) => TensorLayout.Pad(count, TSimd.Count);

    /// <summary>In which samples each of some neighbouring inputs is not zero. For several panels of outputs the inputs are also put side by side.</summary>
    private void FindNonZero(int first, int end, int samples, UpdateScratch<T> scratch)
    {
        unchecked
        {
            int all = scratch.Words * 64;
            ushort* rows = scratch.Rows;
            for (int i0 = first; i0 < end; i0 += TSimd.Count)
            {
                T* x = _inputs + i0;
                for (int n = 0; n < samples; n++, x += InputStride)
                {
                    rows[n] = (ushort)TSimd.NonZeroMask(TSimd.Load(x));
                }

                new Span<ushort>(rows + samples, all - samples).Clear();
                BitLists.Transpose(rows, all, TSimd.Count, scratch.Columns + ((nint)(i0 - first) * scratch.Words), scratch.Words);
            }

            if (OutputStride > PanelWidth)
            {
                Transpose<T>.Copy(_inputs + first, InputStride, samples, end - first, scratch.Inputs, all);
            }
        }
    }

    /// <summary>Σ_n x_n[i] b_n over the samples in which x_n[i] is not zero, for one panel of outputs.</summary>
    private void SumOverSamples(int row, int first, int samples, int panel, UpdateScratch<T> scratch, T* gradient)
    {
        unchecked
        {
            const int Stretch = MaskedRowTile<T, TVector, TWide, TSimd>.Stretch;
            bool packed = OutputStride > PanelWidth;
            int width = WidthOfPanel(panel), step = packed ? 1 : InputStride;
            T* x = packed ? scratch.Inputs + ((nint)row * scratch.Words * 64) : _inputs + first + row, init = null;
            ulong* nonZero = scratch.Columns + ((nint)row * scratch.Words);
            for (int n = 0; n < samples; n += Stretch, init = gradient)
            {
                MaskedRowTile<T, TVector, TWide, TSimd>.Run(
                    width / TSimd.Count, nonZero[n / Stretch], x + ((nint)n * step), step, CotangentsOf(panel, n), width, init, gradient);
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
                    T* b = _outputCotangents + (v * TSimd.Count), to = gradient + ((i - first) * OutputStride) + (v * TSimd.Count);
                    Tile<T, TVector, TWide, TSimd>.Run(
                        rows, Math.Min(2, vectors - v), _samples, samples, _inputs + i, sizeof(T), b, null, 0, to, stride);
                }
            }
        }
    }

    /// <summary>Copies W of some inputs and one panel of outputs, transposed.</summary>
    private void CopyForPullBack(int first, int end, int panel)
    {
        int columns = Math.Min(PanelWidth, _layer.Output.Count - panel);
        for (int i = first; PullBack != null && i < Math.Min(end, InputLength);)
        {
            int within = i % PullBackWidth, rows = Math.Min(Math.Min(end, InputLength) - i, PullBackWidth - within);
            T* to = PullBackOf(i) + ((long)panel * PullBackWidth);
            Transpose<T>.Copy(Weights + Place(panel, i), WidthOfPanel(panel), rows, columns, to, PullBackWidth);
            i += rows;
        }
    }
}
