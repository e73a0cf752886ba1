using System.Numerics;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks.Layers;
using StructuralError.Core.Work;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu.Layers;

/// <summary>
/// y = W x + b. A⁽ˡ⁾ = (‖x‖² + 1)·B Bᵀ with B the cotangents at the output (the 1 only with a bias); for the last layer B = I.
/// Only inputs that are not zero enter the forward pass, only active outputs the pull-back.
/// </summary>
internal unsafe partial class LinearRule<T, TVector, TWide, TSimd>(
    LinearLayer layer, LinearParameters<T, TVector, TWide, TSimd> parameters, bool isOutput, SampleTensor<T> input, SampleTensor<T> output)
    : ParameterRule<T, TVector, TWide, TSimd>(layer.Index, input, output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    protected LinearParameters<T, TVector, TWide, TSimd> Parameters => parameters;

    private int* _activeOutputs = null;
    private Term* _terms = null;
    private double _squaredNorm;
    private int _cotangentRows;
    private T* _pulledBack = null;

    public override int FactorInputs => parameters.InputLength;

    public override int FactorColumns => parameters.OutputStride;

    public override double FactorConstant => layer.HasBias ? 1 : 0;

    public override void PlanBackward(CotangentPlan<T> plan)
    {
        _cotangentRows = plan.Rows;
        int longest = parameters.OutputStride + BitLists.Slack;
        _activeOutputs = plan.Memory.Allocate<int>(longest);
        _terms = plan.Memory.Allocate<Term>(longest);
        if (plan.IsNeededBefore)
        {
            _pulledBack = plan.Replace(Input.Layout);
            _sums = plan.Memory.Allocate<T>(Tile<T, TVector, TWide, TSimd>.MaxRows * parameters.PullBackWidth);
        }
    }

    public override void Forward(Sample<T> sample)
    {
        // Only an update needs the inputs of the whole batch; otherwise samples have no place of their own.
        T* x = sample.Gradient ? KeepInput(sample) : Input.Origin;
        NoteSquaredNorm(x);
        Multiply(parameters, x, Output.Origin, 1);
    }

    public override Cotangents<T> Backward(Sample<T> sample, in Cotangents<T> cotangents)
    {
        KeepParts(sample, in cotangents);
        if (Wanted(sample) is { } factors)
        {
            KeepFactors(factors, in cotangents);
        }

        return _pulledBack != null ? PullBack(in cotangents) : cotangents;
    }

    /// <summary>Copies x to the sample's place in the batch, and returns that.</summary>
    private T* KeepInput(Sample<T> sample)
    {
        T* x = parameters.InputsOf(sample.Position);
        new Span<T>(Input.Origin, parameters.InputLength).CopyTo(new Span<T>(x, parameters.InputLength));
        return x;
    }

    /// <summary>Copies y from the sample's place in the batch.</summary>
    protected void TakeOutput(Sample<T> sample)
    {
        int length = parameters.OutputStride;
        new Span<T>(parameters.OutputsOf(sample.Position), length).CopyTo(new Span<T>(Output.Origin, length));
    }

    /// <summary>What the update and A need of one sample.</summary>
    private void KeepParts(Sample<T> sample, in Cotangents<T> cotangents)
    {
        unchecked
        {
            for (int panel = 0; sample.Gradient && panel < parameters.OutputStride; panel += LinearParameters<T, TVector, TWide, TSimd>.PanelWidth)
            {
                int width = parameters.WidthOfPanel(panel);
                T* b = parameters.CotangentsOf(panel, sample.Position);
                if (cotangents.IsIdentity)
                {
                    int count = Math.Min(width, cotangents.Rows - panel);
                    new Span<T>(sample.LossCotangent + panel, count).CopyTo(new Span<T>(b, width));
                }
                else if (sample.Structure)
                {
                    RowTile<T, TVector, TWide, TSimd>.Run(
                        width / TSimd.Count, sample.UnitSteps, 1, cotangents.Stride, cotangents.Rows, sample.LossCotangent, cotangents.D + panel, null, b);
                }
                else
                {
                    new Span<T>(cotangents.D + panel, width).CopyTo(new Span<T>(b, width));
                }
            }

            if (sample.Structure)
            {
                AddGramPart(sample, in cotangents);
            }
        }
    }

    private void KeepFactors(LayerFactors<T> factors, in Cotangents<T> cotangents)
    {
        unchecked
        {
            int rows = cotangents.Rows, columns = FactorColumns, inputs = FactorInputs;
            new Span<T>(Input.Origin, inputs).CopyTo(new Span<T>(factors.Inputs + ((nint)factors.Position * inputs), inputs));
            for (int r = 0; r < rows; r++)
            {
                var row = new Span<T>(factors.Columns + ((((nint)factors.Position * rows) + r) * columns), columns);
                if (cotangents.IsIdentity)
                {
                    row.Clear();
                    row[r] = T.One;
                }
                else
                {
                    new Span<T>(cotangents.D + (r * cotangents.Stride), columns).CopyTo(row);
                }
            }
        }
    }

    /// <summary>y = W x + b of several samples in a row, one <see cref="LinearParameters{T, TVector, TWide, TSimd}.InputStride"/> apart.</summary>
    /// <remarks>
    /// A stretch of weights is fetched once and serves them all. A sample's sums run stretch by stretch, so they do not depend on the other samples.
    /// </remarks>
    protected static void Multiply(LinearParameters<T, TVector, TWide, TSimd> parameters, T* inputs, T* outputs, int samples)
    {
        unchecked
        {
            const int Stretch = MaskedRowTile<T, TVector, TWide, TSimd>.Stretch;
            int stride = parameters.OutputStride, length = parameters.InputLength;
            for (int v = 0; v < stride; v += LinearParameters<T, TVector, TWide, TSimd>.PanelWidth)
            {
                int width = parameters.WidthOfPanel(v), vectors = width / TSimd.Count;
                for (int i = 0; i < length; i += Stretch)
                {
                    T* w = parameters.Weights + parameters.Place(v, i), bias = parameters.HasBias ? parameters.Weights + parameters.Place(v, length) : null;
                    nint ahead = parameters.AreStreamed && samples > 1 ? (nint)Stretch * width * sizeof(T) / samples : 0;
                    for (int n = 0; n < samples; n++)
                    {
                        // A share of the next stretch.
                        Prefetch.Lines((byte*)(w + (Stretch * width)) + (n * ahead), ahead);
                        T* x = inputs + ((nint)n * parameters.InputStride) + i, y = outputs + ((nint)n * stride) + v;
                        ulong mask = MaskedRowTile<T, TVector, TWide, TSimd>.NonZero(x, Math.Min(Stretch, length - i));
                        if (i == 0 || mask != 0)
                        {
                            MaskedRowTile<T, TVector, TWide, TSimd>.Run(vectors, mask, x, 1, w, width, i == 0 ? bias : y, y);
                        }
                    }
                }
            }
        }
    }

    /// <summary>‖x‖² of the sample at hand.</summary>
    protected void NoteSquaredNorm(T* x)
    {
        unchecked
        {
            TWide squares = TSimd.WideZero;
            for (int i = 0; i < parameters.InputLength; i += TSimd.WideCount)
            {
                TWide wide = TSimd.LoadWide(x + i);
                squares = TSimd.WideMultiplyAdd(wide, wide, squares);
            }

            _squaredNorm = TSimd.WideSum(squares);
        }
    }

    public override LayerPlan Describe()
    {
        long macs = (long)layer.Input.Count * layer.Output.Count, rows = _cotangentRows;
        long pullBack = _pulledBack == null || isOutput ? 0 : rows * macs;
        long gram = layer.Input.Count + (isOutput ? 0 : rows * (rows + 1) / 2 * layer.Output.Count);
        return Describe(layer, "norm", new MultiplyAdds(macs, pullBack, gram, macs), parameters.Bytes);
    }

    private void AddGramPart(Sample<T> sample, in Cotangents<T> cotangents)
    {
        unchecked
        {
            int rows = cotangents.Rows;
            double scale = _squaredNorm + (layer.HasBias ? 1 : 0);
            if (cotangents.IsIdentity)
            {
                sample.Floor += scale;
                for (int r = 0; sample.LayerA != null && r < rows; r++)
                {
                    sample.LayerA[(((layer.Index * rows) + r) * rows) + r] = scale;
                }

                return;
            }

            StructureSums<T, TVector, TWide, TSimd>.Add(
                cotangents.D, cotangents.Stride, rows, cotangents.Stride, scale, BeginPart(sample, rows));
            EndPart(sample, rows);
        }
    }

    private Cotangents<T> PullBack(in Cotangents<T> cotangents)
    {
        unchecked
        {
            int rows = cotangents.Rows, inputs = parameters.InputLength, cellStride = Input.Layout.ChannelStride;
            nint xStride = (nint)cotangents.Stride * sizeof(T), rowBytes = (nint)cellStride * sizeof(T);
            int count = 0;
            if (!cotangents.IsIdentity)
            {
                count = FindActiveOutputs(in cotangents);
            }

            int tileRows = Tile<T, TVector, TWide, TSimd>.EvenRows(rows);
            for (int cell = 0, i = 0; i < inputs; cell++)
            {
                T* to = _pulledBack + ((nint)cell * rows * cellStride);
                if (cotangents.IsIdentity)
                {
                    for (int v = 0; v < cellStride; v += TSimd.Count, i += TSimd.Count)
                    {
                        T* from = parameters.PullBackOf(i);
                        for (int r = 0; r < rows; r++, from += parameters.PullBackWidth)
                        {
                            TSimd.Store(to + (r * cellStride) + v, TSimd.Load(from));
                        }
                    }

                    continue;
                }

                for (int within = 0; within < cellStride;)
                {
                    int vectors = Math.Min(2, (cellStride - within) / TSimd.Count);
                    T* w = parameters.PullBackOf(i);
                    for (int r = 0; r < rows; r += tileRows)
                    {
                        T* d = cotangents.D + (r * cotangents.Stride), y = to + (r * cellStride) + within;
                        Tile<T, TVector, TWide, TSimd>.Run(
                            Math.Min(tileRows, rows - r), vectors, _terms, count, d, xStride, w, null, 0, y, rowBytes);
                    }

                    within += vectors * TSimd.Count;
                    i += vectors * TSimd.Count;
                }
            }

            return new Cotangents<T>(_pulledBack, rows, Input.Layout);
        }
    }

    private int FindActiveOutputs(in Cotangents<T> cotangents)
    {
        unchecked
        {
            int outputs = layer.Output.Count, width = parameters.PullBackWidth, count = 0;
            if (cotangents.Support == null)
            {
                for (int o = 0; o < outputs; o++)
                {
                    _terms[o] = new Term { X = o, W = o * width };
                }

                return outputs;
            }

            for (int o = 0; o < outputs; o += TSimd.Count)
            {
                count += BitLists.Append(TSimd.NonZeroMask(TSimd.Load(cotangents.Support + o)), o, _activeOutputs + count);
            }

            for (int k = 0; k < count; k++)
            {
                _terms[k] = new Term { X = _activeOutputs[k], W = _activeOutputs[k] * width };
            }

            return count;
        }
    }
}
