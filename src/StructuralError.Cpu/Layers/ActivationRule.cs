using System.Numerics;
using System.Numerics.Tensors;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks.Layers;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu.Layers;

/// <summary>
/// y = φ(x), in place where x serves nobody else. ReLU needs no derivative kept: y &gt; 0 tells. The others keep φ′(x).
/// </summary>
internal sealed unsafe class ActivationRule<T, TVector, TWide, TSimd>(
    ActivationLayer layer, LayerRule<T>? before, SampleTensor<T> input, SampleTensor<T> output)
    : ElementwiseRule<T, TVector, TWide, TSimd>(input, output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    private T* _support = null;
    private int* _positionOffsets = null;

    public override void PlanBackward(CotangentPlan<T> plan)
    {
        if (layer.Kind == ActivationKind.Relu)
        {
            _support = plan.Memory.Allocate<T>((long)plan.Cells * plan.Stride);
            _positionOffsets = plan.Memory.Allocate<int>(Output.Layout.Positions);
            for (int position = 0; position < Output.Layout.Positions; position++)
            {
                int width = Output.Layout.Shape.Width;
                _positionOffsets[position] = (position / width * Output.Layout.RowPitch) + (position % width * Output.Layout.ChannelStride);
            }

            return;
        }

        base.PlanBackward(plan);
    }

    public override void Forward(Sample<T> sample)
    {
        unchecked
        {
            int length = Input.Layout.RowLength;
            for (int y = 0; y < Input.Layout.Shape.Height; y++)
            {
                T* from = Input.Row(y), to = Output.Row(y);
                if (layer.Kind == ActivationKind.Relu)
                {
                    TVector zero = TSimd.Zero;
                    for (int i = 0; i < length; i += TSimd.Count)
                    {
                        TVector x = TSimd.Load(from + i);
                        // NaN stays NaN, so that a diverged run is seen.
                        TSimd.Store(to + i, TSimd.SelectGreater(zero, x, zero, x));
                    }
                }
                else
                {
                    Smooth(from, to, Factor + (y * length), length);
                }
            }
        }
    }

    public override Cotangents<T> Backward(Sample<T> sample, in Cotangents<T> cotangents) =>
        layer.Kind == ActivationKind.Relu ? MaskByOutput(in cotangents) : MultiplyByFactor(in cotangents);

    public override LayerPlan Describe() => Describe(Enum.GetName(layer.Kind)!.ToLowerInvariant());

    /// <summary>Notes where y > 0 as the support, and zeroes every row of D elsewhere unless the rule before this one does not look there.</summary>
    private Cotangents<T> MaskByOutput(in Cotangents<T> cotangents)
    {
        unchecked
        {
            TVector zero = TSimd.Zero;
            int stride = cotangents.Stride, rows = cotangents.Rows, masked = before is { ReadsOnlySupport: true } ? 0 : rows;
            T* d = cotangents.D;
            T* support = _support;
            T* known = cotangents.Support;
            for (int y = 0; y < cotangents.Height; y++)
            {
                T* values = cotangents switch
                {
                    { Target: null } => Output.Row(y),
                    { Values: null } => Gather(in cotangents, y, support),
                    _ => cotangents.Values + (y * cotangents.ValuesPitch),
                };
                for (int x = 0; x < cotangents.Width; x++, d += rows * stride, support += stride)
                {
                    for (int v = 0; v < stride; v += TSimd.Count)
                    {
                        TVector value = TSimd.Load(values + (x * stride) + v);
                        TVector before = known == null ? value : TSimd.Load(known + v);
                        TSimd.Store(support + v, TSimd.SelectGreater(value, zero, before, zero));
                        for (int r = 0; r < masked; r++)
                        {
                            T* element = d + (r * stride) + v;
                            TSimd.Store(element, TSimd.SelectGreater(value, zero, TSimd.Load(element), zero));
                        }
                    }

                    known = known == null ? null : known + stride;
                }
            }

            return cotangents with { Support = _support, Values = null };
        }
    }

    /// <summary>The outputs that a row of D is of. A row at a time: a vector that is read right after its lanes were written waits for each of them.</summary>
    /// <param name="into">The row of the support, which is written next.</param>
    private T* Gather(in Cotangents<T> cotangents, int y, T* into)
    {
        unchecked
        {
            int stride = cotangents.Stride, channels = cotangents.Channels, end = cotangents.Width * stride;
            int* target = cotangents.Target + (y * end), offsets = _positionOffsets;
            T* values = Output.Origin;
            for (int cell = 0; cell < end; cell += stride)
            {
                for (int channel = 0; channel < channels; channel++)
                {
                    into[cell + channel] = values[offsets[target[cell + channel]] + channel];
                }

                new Span<T>(into + cell + channels, stride - channels).Clear();
            }

            return into;
        }
    }

    private void Smooth(T* from, T* to, T* factor, int length)
    {
        unchecked
        {
            int channels = Input.Layout.Shape.Channels, stride = Input.Layout.ChannelStride;
            var x = new Span<T>(from, length);
            var y = new Span<T>(to, length);
            switch (layer.Kind)
            {
                case ActivationKind.Tanh:
                    TensorPrimitives.Tanh<T>(x, y);
                    for (int i = 0; i < length; i++)
                    {
                        factor[i] = T.One - (y[i] * y[i]);
                    }

                    break;
                case ActivationKind.Sigmoid:
                    TensorPrimitives.Sigmoid<T>(x, y);
                    for (int i = 0; i < length; i++)
                    {
                        factor[i] = y[i] * (T.One - y[i]);
                    }

                    break;
                case ActivationKind.Gelu:
                    for (int i = 0; i < length; i++)
                    {
                        double value = double.CreateTruncating(x[i]);
                        double distribution = NormalDistribution.Cumulative(value);
                        factor[i] = T.CreateTruncating(distribution + (value * NormalDistribution.Density(value)));
                        y[i] = T.CreateTruncating(value * distribution);
                    }

                    break;
                default:
                    throw new InvalidOperationException($"no rule for {layer.Kind}");
            }

            // φ(0) need not be 0, the padding must be.
            for (int cell = 0; cell < length; cell += stride)
            {
                y.Slice(cell + channels, stride - channels).Clear();
                new Span<T>(factor + cell + channels, stride - channels).Clear();
            }
        }
    }
}
