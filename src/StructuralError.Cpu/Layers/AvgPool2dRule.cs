using System.Numerics;
using StructuralError.Core.Engines;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu.Layers;

/// <summary>Mean of each window; with the window as large as the image, the global mean.</summary>
internal sealed unsafe class AvgPool2dRule<T, TVector, TWide, TSimd>(
    string name, int windowHeight, int windowWidth, int step, SampleTensor<T> input, SampleTensor<T> output)
    : LayerRule<T>(input, output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    private DenseCotangentBuffer<T, TVector, TWide, TSimd>? _dense;
    private T* _spread = null;

    public override void PlanBackward(CotangentPlan<T> plan)
    {
        _dense = new DenseCotangentBuffer<T, TVector, TWide, TSimd>(plan, Output.Layout);
        _spread = plan.Replace(Input.Layout);
    }

    public override void Forward(Sample<T> sample)
    {
        unchecked
        {
            int stride = Output.Layout.ChannelStride;
            TVector scale = TSimd.Broadcast(T.CreateTruncating(1.0 / (windowHeight * windowWidth)));
            for (int y = 0; y < Output.Layout.Shape.Height; y++)
            {
                for (int x = 0; x < Output.Layout.Shape.Width; x++)
                {
                    for (int v = 0; v < stride; v += TSimd.Count)
                    {
                        TVector sum = TSimd.Zero;
                        for (int ky = 0; ky < windowHeight; ky++)
                        {
                            T* row = Input.Row((y * step) + ky) + (x * step * stride) + v;
                            for (int kx = 0; kx < windowWidth; kx++)
                            {
                                sum = TSimd.Add(sum, TSimd.Load(row + (kx * stride)));
                            }
                        }

                        TSimd.Store(Output.Row(y) + (x * stride) + v, TSimd.Multiply(sum, scale));
                    }
                }
            }
        }
    }

    public override Cotangents<T> Backward(Sample<T> sample, in Cotangents<T> cotangents)
    {
        unchecked
        {
            Cotangents<T> dense = _dense!.MakeDense(in cotangents);
            TensorLayout layout = Input.Layout;
            int pitch = dense.CellPitch, width = layout.Shape.Width;
            TVector scale = TSimd.Broadcast(T.CreateTruncating(1.0 / (windowHeight * windowWidth)));
            new Span<T>(_spread, layout.Positions * pitch).Clear();
            for (int y = 0; y < dense.Height; y++)
            {
                for (int x = 0; x < dense.Width; x++)
                {
                    T* from = dense.D + ((nint)((y * dense.Width) + x) * pitch);
                    for (int ky = 0; ky < windowHeight; ky++)
                    {
                        for (int kx = 0; kx < windowWidth; kx++)
                        {
                            T* to = _spread + ((nint)((((y * step) + ky) * width) + (x * step) + kx) * pitch);
                            for (int i = 0; i < pitch; i += TSimd.Count)
                            {
                                TSimd.Store(to + i, TSimd.MultiplyAdd(scale, TSimd.Load(from + i), TSimd.Load(to + i)));
                            }
                        }
                    }
                }
            }

            return new Cotangents<T>(_spread, dense.Rows, layout);
        }
    }

    public override LayerPlan Describe() => Describe(name);
}
