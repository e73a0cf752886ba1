using System.Numerics;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu.Layers;

/// <summary>
/// y = w ∘ x̂ + b, x̂ = (x − mean x) / √(var x + ε). Each sample's rows of the Jacobian are formed, J_c = (B_c ∘ x̂, B_c), and A⁽ˡ⁾ = J Jᵀ; the parameter
/// gradient is Σ_c (∂loss/∂f_c) J_c. Means are float64 sums in both precisions.
/// </summary>
internal sealed unsafe class LayerNormRule<T, TVector, TWide, TSimd>(
    LayerNormLayer layer, LayerNormParameters<T, TVector, TWide, TSimd> parameters, SampleTensor<T> input, SampleTensor<T> output)
    : ParameterRule<T, TVector, TWide, TSimd>(layer.Index, input, output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    private DenseCotangentBuffer<T, TVector, TWide, TSimd>? _dense;
    private bool _pullsBack;
    private int _cotangentRows;
    private double _inverse;

    // x̂, [position, channel]; padding is zero.
    private T* _normalized = null;

    // [r, k, position, channel]: k = 0 the weight's columns, 1 the bias's.
    private T* _jacobian = null;

    public override int FactorColumns => parameters.Columns;

    public override void PlanBackward(CotangentPlan<T> plan)
    {
        _dense = new DenseCotangentBuffer<T, TVector, TWide, TSimd>(plan, Output.Layout);
        (_pullsBack, _cotangentRows) = (plan.IsNeededBefore, plan.Rows);
        _normalized = plan.Memory.Allocate<T>(parameters.Values);
        _jacobian = plan.Memory.Allocate<T>((long)plan.Rows * parameters.Columns);
    }

    public override void Forward(Sample<T> sample)
    {
        unchecked
        {
            int length = Input.Layout.RowLength, height = Input.Layout.Shape.Height;
            TWide sum = TSimd.WideZero, squares = TSimd.WideZero;
            for (int y = 0; y < height; y++)
            {
                T* x = Input.Row(y);
                for (int i = 0; i < length; i += TSimd.WideCount)
                {
                    sum = TSimd.WideAdd(sum, TSimd.LoadWide(x + i));
                }
            }

            double mean = TSimd.WideSum(sum) / layer.Shape.Count;
            TWide wideMean = TSimd.WideBroadcast(mean);
            for (int y = 0; y < height; y++)
            {
                T* x = Input.Row(y), ones = parameters.Ones + (y * length);
                for (int i = 0; i < length; i += TSimd.WideCount)
                {
                    TWide deviation = TSimd.WideSubtract(TSimd.LoadWide(x + i), TSimd.WideMultiply(wideMean, TSimd.LoadWide(ones + i)));
                    squares = TSimd.WideMultiplyAdd(deviation, deviation, squares);
                }
            }

            _inverse = 1 / Math.Sqrt((TSimd.WideSum(squares) / layer.Shape.Count) + layer.Epsilon);
            TVector inverse = TSimd.Broadcast(T.CreateTruncating(_inverse)), minusMean = TSimd.Broadcast(T.CreateTruncating(-mean));
            for (int y = 0; y < height; y++)
            {
                T* x = Input.Row(y), to = Output.Row(y);
                for (int i = 0, at = y * length; i < length; i += TSimd.Count, at += TSimd.Count)
                {
                    TVector deviation = TSimd.MultiplyAdd(minusMean, TSimd.Load(parameters.Ones + at), TSimd.Load(x + i));
                    TVector normalized = TSimd.Multiply(deviation, inverse);
                    TSimd.Store(_normalized + at, normalized);
                    TSimd.Store(to + i, TSimd.MultiplyAdd(TSimd.Load(parameters.Weights + at), normalized, TSimd.Load(parameters.Bias + at)));
                }
            }
        }
    }

    public override Cotangents<T> Backward(Sample<T> sample, in Cotangents<T> cotangents)
    {
        Cotangents<T> output = _dense!.MakeDense(in cotangents);
        int rows = output.Rows, columns = parameters.Columns;
        FormJacobian(in output);
        if (Wanted(sample) is { } factors)
        {
            int length = rows * columns;
            new Span<T>(_jacobian, length).CopyTo(new Span<T>(factors.Columns + ((nint)factors.Position * length), length));
        }

        if (sample.Structure)
        {
            StructureSums<T, TVector, TWide, TSimd>.Add(_jacobian, columns, rows, columns, 1, BeginPart(sample, rows));
            EndPart(sample, rows);
        }

        if (sample.Gradient)
        {
            // Without A the only row is the loss's own.
            T* gradient = parameters.GroupGradient(sample.Group), weights = sample.Structure ? sample.LossCotangent : parameters.Ones;
            RowTile<T, TVector, TWide, TSimd>.Run(columns / TSimd.Count, sample.UnitSteps, 1, columns, rows, weights, _jacobian, gradient, gradient);
        }

        if (_pullsBack)
        {
            for (int r = 0; r < rows; r++)
            {
                PullBack(in output, r);
            }
        }

        return output with { Support = null, Values = null };
    }

    public override LayerPlan Describe() => Describe(layer, "M", layer.WorkOf(_cotangentRows, _pullsBack), parameters.Bytes);

    private void FormJacobian(in Cotangents<T> cotangents)
    {
        unchecked
        {
            int stride = cotangents.Stride;
            T* d = cotangents.D;
            for (int at = 0; at < parameters.Values; at += stride)
            {
                for (int r = 0; r < cotangents.Rows; r++, d += stride)
                {
                    T* to = _jacobian + ((nint)r * parameters.Columns) + at;
                    for (int v = 0; v < stride; v += TSimd.Count)
                    {
                        TVector b = TSimd.Load(d + v);
                        TSimd.Store(to + v, TSimd.Multiply(b, TSimd.Load(_normalized + at + v)));
                        if (layer.HasBias)
                        {
                            TSimd.Store(to + parameters.Values + v, b);
                        }
                    }
                }
            }
        }
    }

    /// <summary>Row r at x: (g − mean g − x̂ mean(g ∘ x̂)) / √(var x + ε), g = w ∘ B_r, in the place of B_r.</summary>
    private void PullBack(in Cotangents<T> cotangents, int r)
    {
        unchecked
        {
            int stride = cotangents.Stride, pitch = cotangents.CellPitch;
            T* row = cotangents.D + (r * stride);
            TWide sum = TSimd.WideZero, products = TSimd.WideZero;
            T* d = row;
            for (int at = 0; at < parameters.Values; at += stride, d += pitch)
            {
                for (int v = 0; v < stride; v += TSimd.Count)
                {
                    TSimd.Store(d + v, TSimd.Multiply(TSimd.Load(d + v), TSimd.Load(parameters.Weights + at + v)));
                }

                for (int v = 0; v < stride; v += TSimd.WideCount)
                {
                    TWide g = TSimd.LoadWide(d + v);
                    sum = TSimd.WideAdd(sum, g);
                    products = TSimd.WideMultiplyAdd(g, TSimd.LoadWide(_normalized + at + v), products);
                }
            }

            double mean = TSimd.WideSum(sum) / layer.Shape.Count, slope = TSimd.WideSum(products) / layer.Shape.Count;
            TVector minusMean = TSimd.Broadcast(T.CreateTruncating(-mean)), minusSlope = TSimd.Broadcast(T.CreateTruncating(-slope));
            TVector inverse = TSimd.Broadcast(T.CreateTruncating(_inverse));
            d = row;
            for (int at = 0; at < parameters.Values; at += stride, d += pitch)
            {
                for (int v = 0; v < stride; v += TSimd.Count)
                {
                    TVector g = TSimd.MultiplyAdd(minusMean, TSimd.Load(parameters.Ones + at + v), TSimd.Load(d + v));
                    TSimd.Store(d + v, TSimd.Multiply(TSimd.MultiplyAdd(minusSlope, TSimd.Load(_normalized + at + v), g), inverse));
                }
            }
        }
    }
}

/// <summary>Weights and behind them biases of a layer normalisation, each in the layout of the layer's output without border; padding stays zero.</summary>
internal sealed unsafe class LayerNormParameters<T, TVector, TWide, TSimd> : GroupedParameters<T, TVector, TWide, TSimd>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    private const int StretchesOfTask = 8;

    private readonly LayerNormLayer _layer;
    private readonly TensorLayout _layout;

    /// <param name="layout">Of the layer's output.</param>
    public LayerNormParameters(LayerNormLayer layer, TensorLayout layout, EngineMemory memory)
        : base(layout.DenseLength * (layer.HasBias ? 2 : 1), memory)
    {
        (_layer, _layout) = (layer, layout);
        Bias = layer.HasBias ? Weights + layout.DenseLength : memory.Allocate<T>(layout.DenseLength);
        Ones = memory.Allocate<T>(layout.DenseLength);
        for (int i = 0; i < layout.DenseLength; i++)
        {
            Ones[i] = i % layout.ChannelStride < layout.Shape.Channels ? T.One : T.Zero;
        }
    }

    /// <summary>[position, channel]; zero without bias.</summary>
    public T* Bias { get; }

    /// <summary>1 for each value, 0 for padding. [position, channel]</summary>
    public T* Ones { get; }

    /// <summary>Values of the output, padding included.</summary>
    public int Values => _layout.DenseLength;

    /// <summary>Columns of the Jacobian, padding included.</summary>
    public int Columns => Length;

    public override int UpdateTasks => (Length + TaskLength - 1) / TaskLength;

    private static int TaskLength => StretchesOfTask * Stretch;

    public override void Update(int task, int samples, in SgdOptions sgd, UpdateScratch<T> scratch) =>
        UpdateRange(task * TaskLength, Math.Min(TaskLength, Length - (task * TaskLength)), samples, sgd, scratch);

    protected override void CopyWeights()
    {
    }

    protected override void Exchange(ParameterSet parameters, bool load)
    {
        Parameter weight = parameters.Weight(_layer);
        Parameter? bias = parameters.Bias(_layer);
        for (int i = 0; i < weight.Values.Length; i++)
        {
            int place = _layout.OffsetOfFeature(i);
            Exchange(weight, i, place, load);
            if (bias is not null)
            {
                Exchange(bias, i, _layout.DenseLength + place, load);
            }
        }
    }
}
