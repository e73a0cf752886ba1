using System.Numerics;
using System.Runtime.InteropServices;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks.Layers;
using StructuralError.Core.Work;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu.Layers;

/// <summary>
/// y = W ∗ x + b. The Gram part takes one of two forms, chosen by multiply-adds:
/// M forms each sample's J_c = B_cᵀ·patches over the active positions and contracts it; G contracts B with K·B, K = patches·patchesᵀ.
/// In form M the weight gradient is Σ_c (∂loss/∂f_c) J_c, nothing more.
/// </summary>
internal sealed unsafe class Conv2dRule<T, TVector, TWide, TSimd>(
    Conv2dGeometry geometry, Conv2dParameters<T, TVector, TWide, TSimd> parameters, SampleTensor<T> input, SampleTensor<T> output)
    : ParameterRule<T, TVector, TWide, TSimd>(geometry.Layer.Index, input, output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    private Conv2dTerms<T, TVector, TWide, TSimd>? _terms;
    private Conv2dPullBack<T, TVector, TWide, TSimd>? _pullBack;
    private DenseCotangentBuffer<T, TVector, TWide, TSimd>? _dense;
    private Conv2dGForm<T, TVector, TWide, TSimd>? _gForm;
    private Term* _forwardTerms = null;
    private T* _patches = null;
    private T* _jacobian = null;
    private T* _lossCotangents = null;
    private int _cotangentRows;
    private int _cells;
    private int _channelsPerBlock;

    private readonly bool _hasRowTile =
        geometry.Layer is { Kernel: ConvolutionTile<T, TVector, TWide, TSimd>.Kernel, Stride: 1 } && Tile<T, TVector, TWide, TSimd>.HasManyRegisters;

    // All sums run over the listed terms, except where a bias by itself sums whole cells.
    public override bool ReadsOnlySupport => geometry.IsExplicit && _gForm is null;

    public override int FactorColumns => geometry.Length;

    public override void PlanBackward(CotangentPlan<T> plan)
    {
        Conv2dLayer layer = geometry.Layer;
        EngineMemory memory = plan.Memory;
        _cotangentRows = plan.Rows;
        PlanForward(memory);
        if (!geometry.IsExplicit && layer.CostOfG(plan.Rows) < layer.CostOfM(plan.Cells, plan.Rows))
        {
            _dense = new DenseCotangentBuffer<T, TVector, TWide, TSimd>(plan, Output.Layout);
            _gForm = new Conv2dGForm<T, TVector, TWide, TSimd>(geometry, plan.Rows, memory);
        }
        else
        {
            const int BlockBytes = 24 * 1024;
            _channelsPerBlock = Math.Clamp(BlockBytes / (plan.Rows * geometry.PatchLength * sizeof(T)), 1, layer.Output.Channels);
            _jacobian = memory.Allocate<T>((long)plan.Rows * Math.Max(geometry.OutputStride, _channelsPerBlock * geometry.PatchLength));
        }

        _cells = plan.Cells;
        _lossCotangents = memory.Allocate<T>((long)plan.Cells * plan.Stride);
        _terms = new Conv2dTerms<T, TVector, TWide, TSimd>(geometry, plan.Cells, plan.IsNeededBefore, memory);
        if (plan.IsNeededBefore)
        {
            _pullBack = new Conv2dPullBack<T, TVector, TWide, TSimd>(geometry, _terms, parameters.Weights, plan);
        }
    }

    public override void Forward(Sample<T> sample)
    {
        unchecked
        {
            Conv2dLayer layer = geometry.Layer;
            if (geometry.IsExplicit)
            {
                FillPatches();
            }

            if (_hasRowTile)
            {
                ForwardByRows();
                return;
            }

            int width = layer.Output.Width, terms = parameters.TermCount, tile = Tile<T, TVector, TWide, TSimd>.EvenRows(width);
            int inputStride = Input.Layout.ChannelStride, outputStride = Output.Layout.ChannelStride;
            nint xStride = (nint)layer.Stride * inputStride * sizeof(T), yStride = (nint)outputStride * sizeof(T);
            for (int v = 0; v < geometry.OutputStride;)
            {
                int vectors = Math.Min(2, (geometry.OutputStride - v) / TSimd.Count);
                for (int y = 0; y < layer.Output.Height; y++)
                {
                    T* row = Input.Origin + geometry.InputOffset(y, 0), outputRow = Output.Row(y) + v;
                    for (int x = 0; x < width; x += tile)
                    {
                        T* from = row + (x * layer.Stride * inputStride), to = outputRow + (x * outputStride), weights = parameters.ForwardWeights + v;
                        Tile<T, TVector, TWide, TSimd>.Run(
                            Math.Min(tile, width - x), vectors, _forwardTerms, terms, from, xStride, weights, parameters.Bias + v, 0, to, yStride);
                    }
                }

                v += vectors * TSimd.Count;
            }
        }
    }

    /// <summary>The 3 × 3 kernel at stride 1.</summary>
    private void ForwardByRows()
    {
        unchecked
        {
            Conv2dLayer layer = geometry.Layer;
            int channels = layer.Input.Channels, width = layer.Output.Width, tile = ConvolutionTile<T, TVector, TWide, TSimd>.EvenColumns(width);
            int inputStride = Input.Layout.ChannelStride, pitch = Input.Layout.RowPitch, outputStride = Output.Layout.ChannelStride;
            T* weights = parameters.ForwardWeights;
            for (int v = 0; v < geometry.OutputStride; v += TSimd.Count)
            {
                T* bias = parameters.Bias + v;
                for (int y = 0; y < layer.Output.Height; y++)
                {
                    T* row = Input.Origin + geometry.InputOffset(y, 0), outputRow = Output.Row(y) + v;
                    for (int x = 0; x < width; x += tile)
                    {
                        T* from = row + (x * inputStride), to = outputRow + (x * outputStride);
                        ConvolutionTile<T, TVector, TWide, TSimd>.Run(
                            Math.Min(tile, width - x), channels, from, pitch, inputStride, weights + v, geometry.OutputStride, bias, to, outputStride);
                    }
                }
            }
        }
    }

    public override Cotangents<T> Backward(Sample<T> sample, in Cotangents<T> cotangents)
    {
        Cotangents<T> output = _dense is null ? cotangents : _dense.MakeDense(in cotangents);
        _terms!.Collect(in output);
        T* gradient = parameters.GroupGradient(sample.Group);
        if (sample.Structure && _gForm is not null)
        {
            _gForm.AddPart(in output, Input, BeginPart(sample, output.Rows));
            EndPart(sample, output.Rows);
        }
        else if (sample.Structure)
        {
            AddJacobianParts(sample, in output, gradient);
            EndPart(sample, output.Rows);
        }

        if (Wanted(sample) is { } factors)
        {
            KeepFactors(factors, in output);
        }

        if (sample.Gradient && !(sample.Structure && _gForm is null))
        {
            AddLossGradient(sample, in output, gradient);
        }

        return _pullBack is null ? output : _pullBack.Run(in output);
    }

    public override LayerPlan Describe()
    {
        Conv2dLayer layer = geometry.Layer;
        long rows = _cotangentRows, weights = (long)layer.FanIn * layer.Output.Channels, forward = weights * layer.Output.Positions;
        long pullBack = _pullBack is null ? 0 : rows * _cells * weights, jacobian = rows * (weights + (layer.HasBias ? layer.Output.Channels : 0));
        return _gForm is null
            ? Describe(layer, "M", new MultiplyAdds(forward, pullBack, (long)layer.CostOfM(_cells, _cotangentRows), jacobian), parameters.Bytes)
            : Describe(layer, "G", new MultiplyAdds(forward, pullBack, (long)layer.CostOfG(_cotangentRows), forward), parameters.Bytes);
    }

    private void PlanForward(EngineMemory memory)
    {
        Conv2dLayer layer = geometry.Layer;
        int terms = parameters.TermCount, k = 0;
        _forwardTerms = memory.Terms(terms, 0, geometry.OutputStride);
        for (int ky = 0; ky < layer.Kernel; ky++)
        {
            for (int kx = 0; kx < layer.Kernel; kx++)
            {
                for (int i = 0; i < layer.Input.Channels; i++)
                {
                    _forwardTerms[k++].X = (ky * Input.Layout.RowPitch) + (kx * Input.Layout.ChannelStride) + i;
                }
            }
        }

        if (geometry.IsExplicit)
        {
            _patches = memory.Allocate<T>((long)layer.Output.Positions * geometry.PatchLength);
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Four
    {
        public T A, B, C, D;
    }

    /// <summary>The patch matrix [t, patch], a 1 behind each patch for the bias.</summary>
    private void FillPatches()
    {
        unchecked
        {
            Conv2dLayer layer = geometry.Layer;
            int kernel = layer.Kernel, run = kernel * Input.Layout.ChannelStride, length = geometry.PatchLength, bias = geometry.BiasOffset;
            int pitch = Input.Layout.RowPitch, step = layer.Stride * Input.Layout.ChannelStride, width = layer.Output.Width;
            T one = layer.HasBias ? T.One : T.Zero;
            T* to = _patches;
            for (int y = 0; y < layer.Output.Height; y++)
            {
                T* from = Input.Origin + geometry.InputOffset(y, 0);
                for (int x = 0; x < width; x++, from += step, to += length)
                {
                    if (kernel == 3 && run == 3)
                    {
                        // Four at once: the fourth is overwritten by the next row or the bias.
                        *(Four*)to = *(Four*)from;
                        *(Four*)(to + 3) = *(Four*)(from + pitch);
                        *(Four*)(to + 6) = *(Four*)(from + (2 * pitch));
                        to[9] = one;
                        continue;
                    }

                    for (int ky = 0; ky < kernel; ky++)
                    {
                        for (int i = 0; i < run; i++)
                        {
                            to[(ky * run) + i] = from[(ky * pitch) + i];
                        }
                    }

                    to[bias] = one;
                }
            }
        }
    }

    /// <summary>
    /// Form M: J[c, o, patch] = Σ_t B_c[t, o]·patch[t] over the active t of o, and the biases' Σ_t B_c[t, o]. A few output channels at a time,
    /// so that their part of J is contracted and added to the gradient while it is in the first-level cache.
    /// </summary>
    private void AddJacobianParts(Sample<T> sample, in Cotangents<T> cotangents, T* gradient)
    {
        unchecked
        {
            int rows = cotangents.Rows, channels = geometry.Layer.Output.Channels, patch = geometry.PatchLength;
            double* partial = BeginPart(sample, rows);
            for (int o = 0; o < channels; o += _channelsPerBlock)
            {
                int block = Math.Min(_channelsPerBlock, channels - o);
                FormJacobian(in cotangents, o, block, _jacobian, block * patch);
                Contract(sample, rows, block * patch, gradient + (o * patch), partial);
            }

            if (!geometry.IsExplicit && geometry.Layer.HasBias)
            {
                for (int r = 0; r < rows; r++)
                {
                    T* from = cotangents.D + (r * cotangents.Stride), to = _jacobian + (r * geometry.OutputStride);
                    SumCells(from, cotangents.Cells, cotangents.CellPitch, to, accumulate: false);
                }

                Contract(sample, rows, geometry.OutputStride, gradient + geometry.BiasOffset, partial);
            }
        }
    }

    /// <summary>One part of J, shape [c, length]: its inner products to A, and Σ_c (∂loss/∂f_c) J_c to the gradient.</summary>
    private void Contract(Sample<T> sample, int rows, int length, T* gradient, double* partial)
    {
        StructureSums<T, TVector, TWide, TSimd>.Add(_jacobian, length, rows, length, 1, partial);
        if (sample.Gradient)
        {
            RowTile<T, TVector, TWide, TSimd>.Run(length / TSimd.Count, sample.UnitSteps, 1, length, rows, sample.LossCotangent, _jacobian, gradient, gradient);
        }
    }

    /// <param name="jacobian">Destination, a row for each class, <paramref name="length"/> elements apart.</param>
    private void FormJacobian(in Cotangents<T> cotangents, int firstChannel, int channels, T* jacobian, int length)
    {
        unchecked
        {
            // Three vectors share what is broadcast.
            int rows = cotangents.Rows, most = Tile<T, TVector, TWide, TSimd>.HasManyRegisters ? Tile<T, TVector, TWide, TSimd>.MaxVectors : 2;
            int patch = geometry.PatchLength, run = geometry.RunLength, runPitch = geometry.RunPitch;
            T* patches = geometry.IsExplicit ? _patches : Input.Origin;
            nint xStride = (nint)cotangents.Stride * sizeof(T), yStride = (nint)length * sizeof(T);
            for (int o = 0; o < channels; o++)
            {
                int channel = firstChannel + o;
                Term* terms = _terms!.OfChannel(channel);
                int count = _terms.Count(channel);
                for (int k = 0; k < geometry.Runs; k++)
                {
                    T* to = jacobian + (o * patch) + (k * run);
                    for (int v = 0; v < run;)
                    {
                        int left = (run - v) / TSimd.Count, vectors = left == 4 ? 2 : Math.Min(left, most);
                        int tile = Tile<T, TVector, TWide, TSimd>.EvenRows(rows, vectors);
                        for (int r = 0; r < rows; r += tile)
                        {
                            T* d = cotangents.D + (r * cotangents.Stride), j = to + ((nint)r * length) + v;
                            Tile<T, TVector, TWide, TSimd>.Run(
                                Math.Min(tile, rows - r), vectors, terms, count, d, xStride, patches + (k * runPitch) + v, null, 0, j, yStride);
                        }

                        v += vectors * TSimd.Count;
                    }
                }
            }
        }
    }

    /// <summary>to[o] = Σ_cell from[cell, o].</summary>
    private void SumCells(T* from, int cells, int pitch, T* to, bool accumulate)
    {
        unchecked
        {
            for (int v = 0; v < geometry.OutputStride; v += TSimd.Count)
            {
                TVector sum = accumulate ? TSimd.Load(to + v) : TSimd.Zero;
                for (int cell = 0; cell < cells; cell++)
                {
                    sum = TSimd.Add(sum, TSimd.Load(from + ((nint)cell * pitch) + v));
                }

                TSimd.Store(to + v, sum);
            }
        }
    }

    /// <summary>What the kernel between samples takes: J of a sample whole, whichever form the Gram part has, biases behind the weights.</summary>
    private void KeepFactors(LayerFactors<T> factors, in Cotangents<T> cotangents)
    {
        int rows = cotangents.Rows, columns = FactorColumns;
        T* to = factors.Columns + ((nint)factors.Position * rows * columns);
        new Span<T>(to, rows * columns).Clear();
        FormJacobian(in cotangents, 0, geometry.Layer.Output.Channels, to, columns);
        for (int r = 0; !geometry.IsExplicit && geometry.Layer.HasBias && r < rows; r++)
        {
            T* from = cotangents.D + (r * cotangents.Stride);
            SumCells(from, cotangents.Cells, cotangents.CellPitch, to + ((nint)r * columns) + geometry.BiasOffset, accumulate: false);
        }
    }

    /// <summary>Gradient of the loss alone: Σ_t b[t, o]·patch[t], b = Σ_c (∂loss/∂f_c) B_c.</summary>
    private void AddLossGradient(Sample<T> sample, in Cotangents<T> cotangents, T* gradient)
    {
        unchecked
        {
            int rows = cotangents.Rows, stride = cotangents.Stride;
            T* patches = geometry.IsExplicit ? _patches : Input.Origin;
            for (int cell = 0; cell < cotangents.Cells; cell++)
            {
                T* from = cotangents.D + ((nint)cell * rows * stride), to = _lossCotangents + ((nint)cell * stride);
                for (int v = 0; v < stride; v += TSimd.Count)
                {
                    TVector sum = TSimd.Load(from + v);
                    if (sample.Structure)
                    {
                        sum = TSimd.Multiply(TSimd.Broadcast(sample.LossCotangent[0]), sum);
                        for (int r = 1; r < rows; r++)
                        {
                            sum = TSimd.MultiplyAdd(TSimd.Broadcast(sample.LossCotangent[r]), TSimd.Load(from + (r * stride) + v), sum);
                        }
                    }

                    TSimd.Store(to + v, sum);
                }
            }

            for (int o = 0; o < geometry.Layer.Output.Channels; o++)
            {
                Term* terms = _terms!.OfChannel(o);
                int count = _terms.Count(o);
                if (rows > 1)
                {
                    // D's offsets jump over the classes, those of b do not.
                    for (int k = 0; k < count; k++)
                    {
                        terms[k].X = ((terms[k].X - o) / rows) + o;
                    }
                }

                for (int run = 0; run < geometry.Runs; run++)
                {
                    T* to = gradient + (o * geometry.PatchLength) + (run * geometry.RunLength), patch = patches + (run * geometry.RunPitch);
                    RowTile<T, TVector, TWide, TSimd>.Run(geometry.RunLength / TSimd.Count, terms, 1, 1, count, _lossCotangents, patch, to, to);
                }
            }

            if (!geometry.IsExplicit && geometry.Layer.HasBias)
            {
                SumCells(_lossCotangents, cotangents.Cells, stride, gradient + geometry.BiasOffset, accumulate: true);
            }
        }
    }
}
