using StructuralError.Cpu.Kernels;
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
        private int* _winners = null;
        private int* _composed = null;

        public override void PlanBackward(ref CotangentPlan plan)
        {
            _winners = plan.Memory.Allocate<int>(Output.Layout.DenseLength + BitLists.Slack);
            _composed = plan.Memory.Allocate<int>(((long)plan.Cells * plan.Stride) + BitLists.Slack);
            plan.Scattered = true;
        }

        public override void Forward(Sample sample)
        {
            unchecked
            {
                int stride = Output.Layout.ChannelStride, width = Output.Layout.Shape.Width, height = Output.Layout.Shape.Height;
                int inputWidth = Input.Layout.Shape.Width, pitch = Input.Layout.RowPitch;
                int* winner = _winners;
                for (int y = 0; y < height; y++)
                {
                    T* rows = Input.Row(y * layer.Stride), to = Output.Row(y);
                    for (int x = 0; x < width; x++)
                    {
                        int corner = (y * layer.Stride * inputWidth) + (x * layer.Stride);
                        for (int v = 0; v < stride; v += TSimd.Count, winner += TSimd.Count)
                        {
                            T* window = rows + (x * layer.Stride * stride) + v;
                            TVector best = TSimd.Load(window), place = TSimd.Broadcast(T.CreateTruncating(corner)), sum = best;
                            for (int ky = 0; ky < layer.Kernel; ky++)
                            {
                                for (int kx = ky == 0 ? 1 : 0; kx < layer.Kernel; kx++)
                                {
                                    TVector value = TSimd.Load(window + (ky * pitch) + (kx * stride));
                                    place = TSimd.SelectGreater(value, best, TSimd.Broadcast(T.CreateTruncating(corner + (ky * inputWidth) + kx)), place);
                                    best = TSimd.SelectGreater(value, best, value, best);
                                    sum = TSimd.Add(sum, value);
                                }
                            }

                            // A NaN anywhere in the window shows in the sum, and must show in the output: a diverged run is to be seen.
                            TSimd.Store(to + (x * stride) + v, TSimd.SelectNaN(sum, sum, best));
                            TSimd.StoreAsInt32(winner, place);
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
