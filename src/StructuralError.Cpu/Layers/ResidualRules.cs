using StructuralError.Cpu.Layers;
using StructuralError.Engines;

namespace StructuralError.Cpu;

internal sealed unsafe partial class SimdEngine<T, TVector, TWide, TSimd>
{
    /// <summary>Start of a block with a skip: h goes on unchanged; backwards, the cotangents that took the skip are added.</summary>
    private sealed class ResidualEnterRule(Tensor input, ResidualExitRule exit) : LayerRule(input, input)
    {
        public override void PlanBackward(ref CotangentPlan plan)
        {
            DenseCotangents = DenseCotangentBuffer.PlanFor(plan, Input);
            plan.Return(exit.Saved);
        }

        private DenseCotangentBuffer? DenseCotangents { get; set; }

        public override void Forward(Sample sample)
        {
        }

        public override void Backward(Sample sample, ref Cotangents<T> cotangents)
        {
            unchecked
            {
                DenseCotangents!.MakeDense(ref cotangents);
                T* skipped = (T*)exit.Saved.Buffer;
                T* d = cotangents.D;
                int length = cotangents.Cells * cotangents.CellPitch;
                for (int i = 0; i < length; i += TSimd.Count)
                {
                    TSimd.Store(d + i, TSimd.Add(TSimd.Load(d + i), TSimd.Load(skipped + i)));
                }

                cotangents.Support = null;
            }
        }

        public override LayerPlan? Describe() => null;
    }

    /// <summary>End of a block with a skip: y = h + block(h). Backwards, one copy of the cotangents goes through the block, one waits for its start.</summary>
    private sealed class ResidualExitRule(Tensor skipped, Tensor block, Tensor output) : LayerRule(block, output)
    {
        private DenseCotangentBuffer? _dense;
        private T* _inner = null;

        /// <summary>Where the cotangents of the skip wait.</summary>
        public (nint Buffer, int Length) Saved { get; private set; }

        public override void PlanBackward(ref CotangentPlan plan)
        {
            _dense = DenseCotangentBuffer.PlanFor(plan, Output);
            Saved = plan.Current;
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
                _dense!.MakeDense(ref cotangents);
                int length = cotangents.Cells * cotangents.CellPitch;
                new Span<T>(cotangents.D, length).CopyTo(new Span<T>(_inner, length));
                cotangents.D = _inner;
            }
        }

        public override LayerPlan Describe() =>
            new("skip: h + block(h)", string.Empty, Output.Layout.Shape.ToString(), 0, 0, 0, 0, (long)Output.Layout.Length * sizeof(T));
    }
}
