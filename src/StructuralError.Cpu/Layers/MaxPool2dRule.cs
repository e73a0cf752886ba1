using StructuralError.Cpu.Layers;
using StructuralError.Engines;
using StructuralError.Networks;

namespace StructuralError.Cpu;

internal sealed unsafe partial class SimdEngine<T, TVector, TWide, TSimd>
{
    /// <summary>
    /// Largest value of each window, the first in row order where several are equal. Backwards nothing moves: each output remembers its winner,
    /// and the next rule reads the cotangents from where they are.
    /// </summary>
    private sealed class MaxPool2dRule(MaxPool2dLayer layer, Tensor input, Tensor output) : LayerRule(input, output)
    {
        private T* _winnerLanes = null;
        private int* _winners = null;
        private int* _composed = null;

        public override void PlanBackward(ref CotangentPlan plan)
        {
            _winnerLanes = plan.Memory.Allocate<T>(TSimd.Count);
            _winners = plan.Memory.Allocate<int>(Output.Layout.DenseLength);
            _composed = plan.Memory.Allocate<int>((long)plan.Cells * plan.Stride);
            plan.Scattered = true;
        }

        public override void Forward(Sample sample)
        {
            unchecked
            {
                int stride = Output.Layout.ChannelStride, width = Output.Layout.Shape.Width, inputWidth = Input.Layout.Shape.Width;
                TVector one = TSimd.Broadcast(T.One), zero = TSimd.Broadcast(T.Zero);
                int* winner = _winners;
                for (int y = 0; y < Output.Layout.Shape.Height; y++)
                {
                    for (int x = 0; x < width; x++)
                    {
                        int corner = (y * layer.Stride * inputWidth) + (x * layer.Stride);
                        for (int v = 0; v < stride; v += TSimd.Count, winner += TSimd.Count)
                        {
                            T* window = Input.Row(y * layer.Stride) + (x * layer.Stride * stride) + v;
                            TVector best = TSimd.Load(window), place = zero;
                            for (int ky = 0; ky < layer.Kernel; ky++)
                            {
                                for (int kx = 0; kx < layer.Kernel; kx++)
                                {
                                    TVector value = TSimd.Load(window + (ky * Input.Layout.RowPitch) + (kx * stride));
                                    // NaN wins and stays, so that a diverged run is seen.
                                    TVector better = TSimd.SelectNaN(best, zero, TSimd.SelectNaN(value, one, TSimd.SelectGreater(value, best, one, zero)));
                                    place = TSimd.SelectGreater(better, zero, TSimd.Broadcast(T.CreateTruncating((ky * inputWidth) + kx)), place);
                                    best = TSimd.SelectGreater(better, zero, value, best);
                                }
                            }

                            TSimd.Store(Output.Row(y) + (x * stride) + v, best);
                            TSimd.Store(_winnerLanes, place);
                            for (int lane = 0; lane < TSimd.Count; lane++)
                            {
                                winner[lane] = corner + int.CreateTruncating(_winnerLanes[lane]);
                            }
                        }
                    }
                }
            }
        }

        public override void Backward(Sample sample, ref Cotangents<T> cotangents)
        {
            unchecked
            {
                if (cotangents.Target == null)
                {
                    cotangents.Target = _winners;
                    cotangents.Values = Output.Origin;
                    cotangents.ValuesPitch = Output.Layout.RowPitch;
                    return;
                }

                int stride = cotangents.Stride;
                for (int cell = 0; cell < cotangents.Cells; cell++)
                {
                    for (int channel = 0; channel < cotangents.Channels; channel++)
                    {
                        int index = (cell * stride) + channel;
                        _composed[index] = _winners[(cotangents.Target[index] * stride) + channel];
                    }
                }

                // The values at the cells are still those of the last pool: the winner of winners keeps its value.
                cotangents.Target = _composed;
            }
        }

        public override LayerPlan Describe() =>
            new($"maxpool2d {layer.Kernel}, stride {layer.Stride}", string.Empty, layer.Output.ToString(), 0, 0, 0, 0, ((long)Output.Layout.Length * sizeof(T)) + ((long)Output.Layout.DenseLength * sizeof(int)));
    }
}
