using System.Numerics;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks.Layers;
using StructuralError.Core.RandomNumbers;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu.Layers;

/// <summary>
/// Inverted dropout: y = x ∘ m / (1 − p), m drawn for each sample and step from a counter-based generator, shared by the sample's cotangents.
/// </summary>
/// <param name="ordinal">Which dropout layer of the network this is: each has a stream of its own.</param>
internal sealed unsafe class DropoutRule<T, TVector, TWide, TSimd>(DropoutLayer layer, int ordinal, long seed, SampleTensor<T> input, SampleTensor<T> output)
    : ElementwiseRule<T, TVector, TWide, TSimd>(input, output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    public override void Forward(Sample<T> sample)
    {
        unchecked
        {
            int channels = Input.Layout.Shape.Channels, stride = Input.Layout.ChannelStride, length = Input.Layout.RowLength;
            bool active = sample.DropoutStep >= 0;
            ulong key = CounterRandom.Key((ulong)seed, (ulong)ordinal, (ulong)sample.DropoutStep, (ulong)sample.Position);
            T keep = T.CreateTruncating(1 / (1 - layer.Probability));
            for (int y = 0; y < Input.Layout.Shape.Height; y++)
            {
                T* factor = Factor + (y * length);
                T* from = Input.Row(y), to = Output.Row(y);
                for (int i = 0; i < length; i++)
                {
                    bool padding = i % stride >= channels;
                    bool kept = !active || CounterRandom.Uniform(key, (ulong)((y * length) + i)) >= layer.Probability;
                    factor[i] = padding || !kept ? T.Zero : active ? keep : T.One;
                    to[i] = factor[i] == T.Zero ? T.Zero : from[i] * factor[i];
                }
            }
        }
    }

    public override Cotangents<T> Backward(Sample<T> sample, in Cotangents<T> cotangents) => MultiplyByFactor(in cotangents);

    public override LayerPlan Describe() => Describe(FormattableString.Invariant($"dropout {layer.Probability}"));
}
