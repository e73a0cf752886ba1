using StructuralError.Core.Networks;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Layers;
using StructuralError.Cpu.Planning;

namespace StructuralError.Cpu;

internal sealed unsafe partial class SimdEngine<T, TVector, TWide, TSimd>
{
    private sealed partial class Conv2dRule
    {
        /// <summary>
        /// D_in[s, c, i] = Σ_{(t, o) active, t under s} B_c[t, o]·W[o, s − t, i]: each input position gathers from the output positions around it,
        /// all classes and a vector of input channels in registers, where there are registers for it those of two neighbours.
        /// </summary>
        private void PullBack(ref Cotangents<T> cotangents)
        {
            unchecked
            {
                Conv2dLayer layer = geometry.Layer;
                int rows = cotangents.Rows, stride = Input.Layout.ChannelStride, tile = Tile<T, TVector, TWide, TSimd>.EvenRows(rows);
                nint xStride = (nint)cotangents.Stride * sizeof(T), yStride = (nint)stride * sizeof(T);
                T* to = _pulledBack, weights = parameters.Weights + (layer.Padding * stride), d = cotangents.D;
                Term* inBands = _terms!.InBands;
                PlaceRange* columns = _columns;
                int width = layer.Input.Width, pairs = HasManyRegisters && stride == TSimd.Count ? width & ~1 : 0;
                for (int y = 0; y < layer.Input.Height; y++)
                {
                    int* starts = BandOf(y);
                    for (int r = 0; r < rows && pairs > 0; r += tile)
                    {
                        PairTile<T, TVector, TWide, TSimd>.Run(Math.Min(tile, rows - r), pairs, inBands, starts, columns, d + (r * cotangents.Stride), xStride, weights, stride, to + (r * stride), yStride, rows * stride);
                    }

                    to += pairs * rows * stride;
                    for (int x = pairs; x < width; x++, to += rows * stride)
                    {
                        int start = starts[columns[x].First], count = starts[columns[x].End] - start;
                        for (int v = 0; v < stride;)
                        {
                            int vectors = Math.Min(2, (stride - v) / TSimd.Count);
                            for (int r = 0; r < rows; r += tile)
                            {
                                Tile<T, TVector, TWide, TSimd>.Run(Math.Min(tile, rows - r), vectors, inBands + start, count, d + (r * cotangents.Stride), xStride, weights + (x * stride) + v, null, 0, to + (r * stride) + v, yStride);
                            }

                            v += vectors * TSimd.Count;
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

        /// <summary>The output columns under whose kernel each input column lies.</summary>
        private void PlanColumns(EngineMemory memory)
        {
            Conv2dLayer layer = geometry.Layer;
            _columns = memory.Allocate<PlaceRange>(layer.Input.Width);
            for (int x = 0; x < layer.Input.Width; x++)
            {
                int first = Math.Max(0, x + layer.Padding - layer.Kernel + layer.Stride) / layer.Stride;
                int end = Math.Min(layer.Output.Width, ((x + layer.Padding) / layer.Stride) + 1);
                _columns[x] = new PlaceRange { First = Math.Min(first, end), End = end };
            }
        }

        /// <summary>The first terms of each column, for row <paramref name="y"/> of the input; of an empty band, where no output sees that row.</summary>
        private int* BandOf(int y)
        {
            unchecked
            {
                int band = y + geometry.Layer.Padding;
                return band < _terms!.Bands ? _terms.Starts + (band * geometry.Layer.Output.Width) : _noTerms;
            }
        }
    }
}
