using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Layers;

namespace StructuralError.Cpu;

internal sealed unsafe partial class SimdEngine<T, TVector, TWide, TSimd>
{
    /// <summary>
    /// Inverted dropout: y = x ∘ m / (1 − p), m drawn for each sample and step from a counter-based generator, shared by the sample's cotangents.
    /// </summary>
    /// <param name="ordinal">Which dropout layer of the network this is: each has a stream of its own.</param>
    private sealed class DropoutRule(DropoutLayer layer, int ordinal, long seed, Tensor input, Tensor output) : ElementwiseRule(input, output)
    {
        public override void Forward(Sample sample)
        {
            unchecked
            {
                TensorLayoutRows rows = Rows;
                int channels = Input.Layout.Shape.Channels, stride = Input.Layout.ChannelStride;
                bool active = sample.DropoutStep >= 0;
                ulong key = CounterRandom.Key((ulong)seed, (ulong)ordinal, (ulong)sample.DropoutStep, (ulong)sample.Position);
                T keep = T.CreateTruncating(1 / (1 - layer.Probability));
                for (int y = 0; y < rows.Count; y++)
                {
                    T* factor = Factor + (y * rows.Length);
                    T* from = Input.Row(y), to = Output.Row(y);
                    for (int i = 0; i < rows.Length; i++)
                    {
                        bool padding = i % stride >= channels;
                        bool kept = !active || CounterRandom.Uniform(key, (ulong)((y * rows.Length) + i)) >= layer.Probability;
                        factor[i] = padding || !kept ? T.Zero : active ? keep : T.One;
                        to[i] = factor[i] == T.Zero ? T.Zero : from[i] * factor[i];
                    }
                }
            }
        }

        public override void Backward(Sample sample, ref Cotangents<T> cotangents) => MultiplyByFactor(ref cotangents);

        public override LayerPlan Describe() =>
            new(FormattableString.Invariant($"dropout {layer.Probability}"), string.Empty, layer.Output.ToString(), 0, 0, 0, 0, (long)Output.Layout.Length * sizeof(T));
    }
}
