using StructuralError.Core.Engines;
using StructuralError.Cpu.Layers;

namespace StructuralError.Cpu;

internal sealed unsafe partial class SimdEngine<T, TVector, TWide, TSimd>
{
    /// <summary>Start of a block with a skip: h goes on unchanged; backwards, the cotangents that took the skip are added.</summary>
    private sealed class ResidualEnterRule(Tensor input, ResidualExitRule exit) : LayerRule(input, input)
    {
        private DenseCotangentBuffer? _dense;

        public override void PlanBackward(ref CotangentPlan plan)
        {
            _dense = DenseCotangentBuffer.PlanFor(plan, Input);
            plan.Return(exit.SavedBuffer);
        }

        public override void Forward(Sample sample)
        {
        }

        public override void Backward(Sample sample, ref Cotangents<T> cotangents)
        {
            unchecked
            {
                _dense!.MakeDense(ref cotangents);
                ref readonly Cotangents<T> skipped = ref exit.Saved;
                if (skipped.Target != null)
                {
                    DenseCotangentBuffer.AddScattered(in skipped, cotangents.D);
                }
                else
                {
                    int length = cotangents.Cells * cotangents.CellPitch;
                    for (int i = 0; i < length; i += TSimd.Count)
                    {
                        TSimd.Store(cotangents.D + i, TSimd.Add(TSimd.Load(cotangents.D + i), TSimd.Load(skipped.D + i)));
                    }
                }

                cotangents.Support = null;
            }
        }

        public override LayerPlan? Describe() => null;
    }

    /// <summary>End of a block with a skip: y = h + block(h). Backwards, one copy of the cotangents goes through the block, one waits for its start.</summary>
    private sealed class ResidualExitRule(Tensor skipped, Tensor block, Tensor output) : LayerRule(block, output)
    {
        private Cotangents<T> _saved;
        private T* _inner = null;

        /// <summary>The cotangents of the skip, waiting for the start of the block; scattered, if a max-pool left them so.</summary>
        public ref readonly Cotangents<T> Saved => ref _saved;

        /// <summary>Where their D lies.</summary>
        public (nint Buffer, int Length) SavedBuffer { get; private set; }

        public override void PlanBackward(ref CotangentPlan plan)
        {
            SavedBuffer = plan.Current;
            plan.Current = plan.Rent(plan.Cells, plan.Stride);
            _inner = (T*)plan.Current.Buffer;
        }

        public override void Forward(Sample sample)
        {
            unchecked
            {
                int length = Output.Layout.Shape.Width * Output.Layout.ChannelStride;
                for (int y = 0; y < Output.Layout.Shape.Height; y++)
                {
                    T* h = skipped.Row(y), f = Input.Row(y), to = Output.Row(y);
                    for (int i = 0; i < length; i += TSimd.Count)
                    {
                        TSimd.Store(to + i, TSimd.Add(TSimd.Load(h + i), TSimd.Load(f + i)));
                    }
                }
            }
        }

        public override void Backward(Sample sample, ref Cotangents<T> cotangents)
        {
            unchecked
            {
                _saved = cotangents;
                int length = cotangents.Cells * cotangents.CellPitch;
                new Span<T>(cotangents.D, length).CopyTo(new Span<T>(_inner, length));
                cotangents.D = _inner;
                // The values are those of h + block(h), not of the block.
                cotangents.Values = null;
            }
        }

        public override LayerPlan Describe() =>
            new("skip: h + block(h)", string.Empty, Output.Layout.Shape.ToString(), 0, 0, 0, 0, (long)Output.Layout.Length * sizeof(T));
    }
}
