using System.Numerics;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks.Layers;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu.Layers;

/// <summary>
/// Largest value of each window, the first in row order where several are equal. Backwards nothing moves: each output remembers its winner,
/// and the next rule reads the cotangents from where they are.
/// </summary>
internal sealed unsafe class MaxPool2dRule<T, TVector, TWide, TSimd>(MaxPool2dLayer layer, SampleTensor<T> input, SampleTensor<T> output)
    : LayerRule<T>(input, output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    private int* _winners = null;
    private int* _composed = null;

    // Of each element of a window, from its corner: the position, once for each lane.
    private T* _places = null;

    public override void PlanBackward(CotangentPlan<T> plan)
    {
        _winners = plan.Memory.Allocate<int>(Output.Layout.DenseLength + BitLists.Slack);
        _composed = plan.Memory.Allocate<int>(((long)plan.Cells * plan.Stride) + BitLists.Slack);
        plan.Scattered = true;
        int kernel = layer.Kernel;
        _places = plan.Memory.Allocate<T>(kernel * kernel * TSimd.Count);
        for (int i = 0; i < kernel * kernel; i++)
        {
            TSimd.Store(_places + (i * TSimd.Count), TSimd.Broadcast(T.CreateTruncating((i / kernel * Input.Layout.Shape.Width) + (i % kernel))));
        }
    }

    public override void Forward(Sample<T> sample)
    {
        unchecked
        {
            int stride = Output.Layout.ChannelStride, width = Output.Layout.Shape.Width, height = Output.Layout.Shape.Height;
            int inputWidth = Input.Layout.Shape.Width, pitch = Input.Layout.RowPitch, kernel = layer.Kernel, step = layer.Stride;
            int* winner = _winners;
            for (int y = 0; y < height; y++)
            {
                T* rows = Input.Row(y * step), to = Output.Row(y);
                for (int x = 0; x < width; x++)
                {
                    TVector corner = TSimd.Broadcast(T.CreateTruncating((y * step * inputWidth) + (x * step)));
                    for (int v = 0; v < stride; v += TSimd.Count, winner += TSimd.Count)
                    {
                        T* window = rows + (x * step * stride) + v;
                        TVector best = TSimd.Load(window), place = TSimd.Load(_places), sum = best;
                        T* candidate = _places;
                        for (int ky = 0; ky < kernel; ky++)
                        {
                            for (int kx = ky == 0 ? 1 : 0; kx < kernel; kx++)
                            {
                                candidate += TSimd.Count;
                                TVector value = TSimd.Load(window + (ky * pitch) + (kx * stride));
                                place = TSimd.SelectGreater(value, best, TSimd.Load(candidate), place);
                                best = TSimd.SelectGreater(value, best, value, best);
                                sum = TSimd.Add(sum, value);
                            }
                        }

                        // A NaN anywhere in the window shows in the sum, and must show in the output: a diverged run is to be seen.
                        TSimd.Store(to + (x * stride) + v, TSimd.SelectNaN(sum, sum, best));
                        TSimd.StoreAsInt32(winner, TSimd.Add(corner, place));
                    }
                }
            }
        }
    }

    public override Cotangents<T> Backward(Sample<T> sample, in Cotangents<T> cotangents)
    {
        unchecked
        {
            if (cotangents.Target == null)
            {
                return cotangents with { Target = _winners, Values = Output.Origin, ValuesPitch = Output.Layout.RowPitch };
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
            return cotangents with { Target = _composed };
        }
    }

    public override LayerPlan Describe() =>
        Describe($"maxpool2d {layer.Kernel}, stride {layer.Stride}", (long)Output.Layout.DenseLength * sizeof(int));
}
