using System.Numerics;
using StructuralError.Core.Networks.Layers;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu.Layers;

/// <summary>
/// D_in[s, c, i] = Σ_{(t, o) active, t under s} B_c[t, o]·W[o, s − t, i]. Each input position gathers from the output positions around it.
/// The sums of all classes and a vector of input channels are in registers; where there are enough registers, those of two neighbours.
/// </summary>
/// <param name="weights">Shape [output channel, kernel row, kernel column, input channel].</param>
internal sealed unsafe class Conv2dPullBack<T, TVector, TWide, TSimd>(
    Conv2dGeometry geometry, Conv2dTerms<T, TVector, TWide, TSimd> terms, T* weights, CotangentPlan<T> plan)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    private readonly T* _pulledBack = plan.Replace(geometry.Input);
    private readonly PlaceRange* _columns = PlanColumns(geometry.Layer, plan.Memory);
    private readonly int* _noTerms = plan.Memory.Allocate<int>(geometry.Layer.Output.Width + 1);

    public Cotangents<T> Run(in Cotangents<T> cotangents)
    {
        unchecked
        {
            Conv2dLayer layer = geometry.Layer;
            int rows = cotangents.Rows, stride = geometry.Input.ChannelStride, tile = Tile<T, TVector, TWide, TSimd>.EvenRows(rows);
            nint xStride = (nint)cotangents.Stride * sizeof(T), yStride = (nint)stride * sizeof(T);
            T* to = _pulledBack, w = weights + (layer.Padding * stride), d = cotangents.D;
            Term* inBands = terms.InBands;
            PlaceRange* columns = _columns;
            int width = layer.Input.Width, pairs = Tile<T, TVector, TWide, TSimd>.HasManyRegisters && stride == TSimd.Count ? width & ~1 : 0;
            for (int y = 0; y < layer.Input.Height; y++)
            {
                int* starts = BandOf(y);
                for (int r = 0; r < rows && pairs > 0; r += tile)
                {
                    T* x = d + (r * cotangents.Stride), row = to + (r * stride);
                    PairTile<T, TVector, TWide, TSimd>.Run(
                        Math.Min(tile, rows - r), pairs, inBands, starts, columns, x, xStride, w, stride, row, yStride, rows * stride);
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
                            T* from = d + (r * cotangents.Stride), row = to + (r * stride) + v;
                            Tile<T, TVector, TWide, TSimd>.Run(
                                Math.Min(tile, rows - r), vectors, inBands + start, count, from, xStride, w + (x * stride) + v, null, 0, row, yStride);
                        }

                        v += vectors * TSimd.Count;
                    }
                }
            }

            return new Cotangents<T>(_pulledBack, rows, geometry.Input);
        }
    }

    /// <summary>The output columns under whose kernel each input column lies.</summary>
    private static PlaceRange* PlanColumns(Conv2dLayer layer, EngineMemory memory)
    {
        PlaceRange* columns = memory.Allocate<PlaceRange>(layer.Input.Width);
        for (int x = 0; x < layer.Input.Width; x++)
        {
            int first = Math.Max(0, x + layer.Padding - layer.Kernel + layer.Stride) / layer.Stride;
            int end = Math.Min(layer.Output.Width, ((x + layer.Padding) / layer.Stride) + 1);
            columns[x] = new PlaceRange { First = Math.Min(first, end), End = end };
        }

        return columns;
    }

    /// <summary>The first terms of each column, for row <paramref name="y"/> of the input. No terms, where no output sees that row.</summary>
    private int* BandOf(int y)
    {
        unchecked
        {
            int band = y + geometry.Layer.Padding;
            return band < terms.Bands ? terms.Starts + (band * geometry.Layer.Output.Width) : _noTerms;
        }
    }
}
