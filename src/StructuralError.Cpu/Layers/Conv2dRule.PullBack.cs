using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Layers;
using StructuralError.Networks;

namespace StructuralError.Cpu;

internal sealed unsafe partial class SimdEngine<T, TVector, TWide, TSimd>
{
    private sealed partial class Conv2dRule
    {
        /// <summary>
        /// D_in[s, c, i] = Σ_{(t, o) active, t under s} B_c[t, o]·W[o, s − t, i]: each input position gathers from the output positions around it,
        /// all classes and a vector of input channels in registers.
        /// </summary>
        private void PullBack(ref Cotangents<T> cotangents)
        {
            unchecked
            {
                Conv2dLayer layer = geometry.Layer;
                int rows = cotangents.Rows, stride = Input.Layout.ChannelStride, tile = Tile<T, TVector, TWide, TSimd>.EvenRows(rows);
                nint xStride = (nint)cotangents.Stride * sizeof(T), yStride = (nint)stride * sizeof(T);
                Segment<T>* segments = stackalloc Segment<T>[layer.Kernel];
                for (int y = 0; y < layer.Input.Height; y++)
                {
                    for (int x = 0; x < layer.Input.Width; x++)
                    {
                        int count = layer.Stride == 1 ? SegmentsAround(y, x, segments) : StridedSegment(y, x, segments);
                        T* to = _pulledBack + ((nint)((y * layer.Input.Width) + x) * rows * stride);
                        for (int v = 0; v < stride;)
                        {
                            int vectors = Math.Min(2, (stride - v) / TSimd.Count);
                            for (int r = 0; r < rows; r += tile)
                            {
                                Tile<T, TVector, TWide, TSimd>.Run(Math.Min(tile, rows - r), vectors, segments, count, cotangents.D + (r * cotangents.Stride), xStride, null, 0, to + (r * stride) + v, yStride);
                            }

                            v += vectors * TSimd.Count;
                            for (int s = 0; s < count; s++)
                            {
                                segments[s].Base += vectors * TSimd.Count;
                            }
                        }
                    }
                }

                cotangents.D = _pulledBack;
                cotangents.Height = layer.Input.Height;
                cotangents.Width = layer.Input.Width;
                cotangents.Channels = layer.Input.Channels;
                cotangents.Stride = stride;
                cotangents.Target = null;
                cotangents.Support = null;
                cotangents.Values = null;
            }
        }

        /// <summary>Stride 1: the outputs of one kernel row that see an input are neighbours, and so are their terms.</summary>
        private int SegmentsAround(int y, int x, Segment<T>* segments)
        {
            unchecked
            {
                Conv2dLayer layer = geometry.Layer;
                int width = layer.Output.Width, count = 0;
                int firstColumn = Math.Max(0, x + layer.Padding - layer.Kernel + 1), lastColumn = Math.Min(width - 1, x + layer.Padding);
                for (int ky = 0; ky < layer.Kernel && firstColumn <= lastColumn; ky++)
                {
                    int row = y + layer.Padding - ky;
                    if (row < 0 || row >= layer.Output.Height)
                    {
                        continue;
                    }

                    int start = _terms!.Starts[(row * width) + firstColumn], end = _terms.Starts[(row * width) + lastColumn + 1];
                    segments[count++] = new Segment<T>
                    {
                        X = _terms.D + start,
                        W = _terms.Weights + start,
                        Base = parameters.Weights + (((ky * layer.Kernel) + x + layer.Padding) * Input.Layout.ChannelStride),
                        Count = end - start,
                    };
                }

                return count;
            }
        }

        /// <summary>Other strides: which kernel column meets which output varies, so the terms are listed one by one.</summary>
        private int StridedSegment(int y, int x, Segment<T>* segments)
        {
            unchecked
            {
                Conv2dLayer layer = geometry.Layer;
                int width = layer.Output.Width, inputStride = Input.Layout.ChannelStride, count = 0;
                for (int ky = 0; ky < layer.Kernel; ky++)
                {
                    int row = y + layer.Padding - ky;
                    if (row < 0 || row % layer.Stride != 0 || row / layer.Stride >= layer.Output.Height)
                    {
                        continue;
                    }

                    for (int kx = 0; kx < layer.Kernel; kx++)
                    {
                        int column = x + layer.Padding - kx;
                        if (column < 0 || column % layer.Stride != 0 || column / layer.Stride >= width)
                        {
                            continue;
                        }

                        int t = (row / layer.Stride * width) + (column / layer.Stride);
                        int weight = (((ky * layer.Kernel) + kx) * inputStride) + (column / layer.Stride * inputStride);
                        for (int k = _terms!.Starts[t]; k < _terms.Starts[t + 1]; k++)
                        {
                            _stridedD[count] = _terms.D[k];
                            _stridedW[count++] = _terms.Weights[k] + weight;
                        }
                    }
                }

                segments[0] = new Segment<T> { X = _stridedD, W = _stridedW, Base = parameters.Weights, Count = count };
                return 1;
            }
        }
    }
}
