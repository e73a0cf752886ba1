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
                KernelRow* kernelRows = stackalloc KernelRow[layer.Kernel];
                T* to = _pulledBack;
                for (int y = 0; y < layer.Input.Height; y++)
                {
                    int rowCount = KernelRowsAround(y, kernelRows);
                    for (int x = 0; x < layer.Input.Width; x++, to += rows * stride)
                    {
                        int count = layer.Stride == 1 ? SegmentsAround(x, kernelRows, rowCount, segments) : StridedSegment(y, x, segments);
                        for (int v = 0; v < stride;)
                        {
                            int vectors = Math.Min(2, (stride - v) / TSimd.Count);
                            for (int r = 0; r < rows; r += tile)
                            {
                                Tile<T, TVector, TWide, TSimd>.Run(Math.Min(tile, rows - r), vectors, segments, count, cotangents.D + (r * cotangents.Stride), xStride, null, 0, to + (r * stride) + v, yStride);
                            }

                            v += vectors * TSimd.Count;
                            for (int s = 0; s < count && v < stride; s++)
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

        /// <summary>One row of the kernel over one row of outputs.</summary>
        private struct KernelRow
        {
            /// <summary>First term of each output position of the row.</summary>
            public int* Starts;

            /// <summary>Weights of the kernel row, at input channel 0 of the padding's column.</summary>
            public T* Weights;
        }

        /// <summary>The rows of outputs that see row <paramref name="y"/> of the input, at stride 1.</summary>
        private int KernelRowsAround(int y, KernelRow* kernelRows)
        {
            unchecked
            {
                Conv2dLayer layer = geometry.Layer;
                int count = 0;
                for (int ky = 0; ky < layer.Kernel; ky++)
                {
                    int row = y + layer.Padding - ky;
                    if (row >= 0 && row < layer.Output.Height)
                    {
                        kernelRows[count++] = new KernelRow
                        {
                            Starts = _terms!.Starts + (row * layer.Output.Width),
                            Weights = parameters.Weights + (((ky * layer.Kernel) + layer.Padding) * Input.Layout.ChannelStride),
                        };
                    }
                }

                return count;
            }
        }

        /// <summary>Stride 1: the outputs of one kernel row that see an input are neighbours, and so are their terms.</summary>
        private int SegmentsAround(int x, KernelRow* kernelRows, int rowCount, Segment<T>* segments)
        {
            unchecked
            {
                Conv2dLayer layer = geometry.Layer;
                int first = Math.Max(0, x + layer.Padding - layer.Kernel + 1), end = Math.Min(layer.Output.Width, x + layer.Padding + 1);
                int shift = x * Input.Layout.ChannelStride, count = 0;
                int* d = _terms!.D, weights = _terms.Weights;
                for (int s = 0; s < rowCount && first < end; s++)
                {
                    int start = kernelRows[s].Starts[first], terms = kernelRows[s].Starts[end] - start;
                    if (terms > 0)
                    {
                        segments[count].X = d + start;
                        segments[count].W = weights + start;
                        segments[count].Base = kernelRows[s].Weights + shift;
                        segments[count++].Count = terms;
                    }
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
