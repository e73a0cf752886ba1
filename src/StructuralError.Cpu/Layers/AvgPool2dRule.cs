using StructuralError.Core.Engines;
using StructuralError.Cpu.Layers;
using StructuralError.Cpu.Planning;

namespace StructuralError.Cpu;

internal sealed unsafe partial class SimdEngine<T, TVector, TWide, TSimd>
{
    /// <summary>Mean of each window; with the window as large as the image, the global mean.</summary>
    private sealed class AvgPool2dRule(string name, int windowHeight, int windowWidth, int step, Tensor input, Tensor output) : LayerRule(input, output)
    {
        private DenseCotangentBuffer? _dense;
        private T* _spread = null;

        public override void PlanBackward(ref CotangentPlan plan)
        {
            _dense = DenseCotangentBuffer.PlanFor(plan, Output);
            _spread = plan.Replace(Input.Layout);
        }

        public override void Forward(Sample sample)
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
                            TVector sum = TSimd.Broadcast(T.Zero);
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

        public override void Backward(Sample sample, ref Cotangents<T> cotangents)
        {
            unchecked
            {
                _dense!.MakeDense(ref cotangents);
                TensorLayout layout = Input.Layout;
                int pitch = cotangents.CellPitch, width = layout.Shape.Width;
                TVector scale = TSimd.Broadcast(T.CreateTruncating(1.0 / (windowHeight * windowWidth)));
                new Span<T>(_spread, layout.Positions * pitch).Clear();
                for (int y = 0; y < cotangents.Height; y++)
                {
                    for (int x = 0; x < cotangents.Width; x++)
                    {
                        T* from = cotangents.D + ((nint)((y * cotangents.Width) + x) * pitch);
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

                cotangents.D = _spread;
                cotangents.Height = layout.Shape.Height;
                cotangents.Width = width;
                cotangents.Support = null;
                cotangents.Values = null;
            }
        }

        public override LayerPlan Describe() =>
            new(name, string.Empty, Output.Layout.Shape.ToString(), 0, 0, 0, 0, (long)Output.Layout.Length * sizeof(T));
    }
}
