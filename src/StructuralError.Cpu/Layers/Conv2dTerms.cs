using System.Numerics;
using StructuralError.Core.Networks.Layers;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Planning;
using StructuralError.Cpu.Simd;

namespace StructuralError.Cpu.Layers;

/// <summary>
/// Lists of the places where a sample's cotangents at a convolution's output are not zero. Each place is a term of a product. One list goes by
/// output channel and serves the weight gradients; the other goes by band and serves the pull-back. All classes of a sample share its masks
/// and pool winners, so the lists are made once a sample.
/// </summary>
/// <remarks>
/// A band belongs to one row of the padded input and holds the terms of all output rows whose kernel covers that row. A term is therefore in as
/// many bands as the kernel has rows. Within a band the terms are sorted by output column. The output columns that cover an input position are
/// neighbours, so the terms of that position are one contiguous stretch, and its sum is one loop. Band 0 is the padding's first row.
/// </remarks>
internal sealed unsafe class Conv2dTerms<T, TVector, TWide, TSimd>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TSimd : struct, ISimd<T, TVector, TWide>
{
    private readonly Conv2dGeometry _geometry;
    private readonly int _capacity;
    private readonly int* _patchOffsets;
    private readonly Term* _byChannel;
    private readonly int* _channelNext;
    private readonly int* _channels;
    private readonly int* _positions;
    private readonly int* _d;
    private readonly bool _byBand;

    // The first entry of each cell in the lists below; one more entry than there are cells.
    private readonly int* _firsts;

    // For each output position: its place (band · width + column) in the first band that it is in; the input elements left of its kernel,
    // which are subtracted from a weight's offset; its number of terms.
    private readonly int* _places;
    private readonly int* _columnOffsets;
    private readonly int* _counts;

    // For each place: where its next term goes.
    private readonly int* _next;

    /// <param name="cells">Largest number of cells that the cotangents have.</param>
    /// <param name="byBand">Whether the list for the pull-back is needed.</param>
    public Conv2dTerms(Conv2dGeometry geometry, int cells, bool byBand, EngineMemory memory)
    {
        _geometry = geometry;
        _byBand = byBand;
        Conv2dLayer layer = geometry.Layer;
        int positions = layer.Output.Positions, channels = layer.Output.Channels, width = layer.Output.Width;
        _capacity = cells;
        _patchOffsets = memory.Allocate<int>(positions);
        _byChannel = memory.Allocate<Term>((long)channels * cells);
        _channelNext = memory.Allocate<int>(channels);
        long all = ((long)channels * cells) + Math.Max(BitLists.Slack, TermRuns.Slack);
        _channels = memory.Allocate<int>(all);
        _positions = memory.Allocate<int>(all);
        _d = memory.Allocate<int>(all);
        for (int t = 0; t < positions; t++)
        {
            _patchOffsets[t] = geometry.PatchOffset(t);
        }

        Bands = ((layer.Output.Height - 1) * layer.Stride) + layer.Kernel;
        long inBands = byBand ? (long)channels * cells * layer.Kernel : 0;
        InBands = memory.Allocate<Term>(inBands + TermRuns.Slack);
        _firsts = memory.Allocate<int>(cells + 1);
        Starts = memory.Allocate<int>(((long)Bands * width) + 1);
        _next = memory.Allocate<int>((long)Bands * width);
        _counts = memory.Allocate<int>(positions);
        _places = memory.Allocate<int>(positions);
        _columnOffsets = memory.Allocate<int>(positions);
        for (int t = 0; t < positions; t++)
        {
            _places[t] = (t / width * layer.Stride * width) + (t % width);
            _columnOffsets[t] = t % width * layer.Stride * geometry.Input.ChannelStride;
        }
    }

    public int Bands { get; }

    /// <summary>
    /// The terms, band by band and column by column. X is the offset of class 0's cotangent. W is the offset of the weights of (output channel,
    /// kernel row of the band, kernel column −x), x = column · stride: the caller adds the input column.
    /// </summary>
    public Term* InBands { get; }

    /// <summary>The first term of each (band, column); one more entry than there are places.</summary>
    public int* Starts { get; }

    public int Count(int channel) => _channelNext[channel] - (channel * _capacity);

    /// <summary>The terms of one channel: the offsets of class 0's cotangent and of the patch.</summary>
    public Term* OfChannel(int channel) => _byChannel + ((long)channel * _capacity);

    public void Collect(in Cotangents<T> cotangents)
    {
        int count = List(in cotangents);
        SortByChannel(count);
        if (_byBand && cotangents.Target == null)
        {
            JoinBands();
        }
        else if (_byBand)
        {
            SortByBand(count);
        }
    }

    /// <summary>A bit for each channel from <paramref name="v"/> on: whether the cell may be other than zero there.</summary>
    private static uint SupportMask(in Cotangents<T> cotangents, int cell, int v)
    {
        unchecked
        {
            uint real = (1u << Math.Min(TSimd.Count, cotangents.Channels - v)) - 1;
            return cotangents.Support == null ? real : real & TSimd.NonZeroMask(TSimd.Load(cotangents.Support + (cell * cotangents.Stride) + v));
        }
    }

    /// <summary>Lists all terms cell by cell: channel, position, offset. No branch depends on a cell's number of terms, which is unpredictable.</summary>
    private int List(in Cotangents<T> cotangents)
    {
        unchecked
        {
            int count = 0, cells = cotangents.Cells, all = cotangents.Channels, stride = cotangents.Stride, pitch = cotangents.CellPitch;
            int* channels = _channels, positions = _positions, d = _d, firsts = _firsts, targets = cotangents.Target;
            for (int cell = 0; cell < cells; cell++)
            {
                firsts[cell] = count;
                for (int v = 0; v < all; v += TSimd.Count)
                {
                    uint bits = SupportMask(in cotangents, cell, v);
                    BitLists.Append(bits, v, channels + count);
                    if (targets == null)
                    {
                        BitLists.Fill(bits, cell, positions + count);
                    }
                    else
                    {
                        BitLists.Select(bits, targets + (cell * stride) + v, positions + count);
                    }

                    count += BitLists.Append(bits, (cell * pitch) + v, d + count);
                }
            }

            firsts[cells] = count;
            return count;
        }
    }

    private void SortByChannel(int count)
    {
        unchecked
        {
            // Locals, because the compiler would read a field again after every store.
            int* next = _channelNext, channels = _channels, d = _d, positions = _positions, patchOffsets = _patchOffsets;
            Term* byChannel = _byChannel;
            int all = _geometry.Layer.Output.Channels;
            for (int o = 0; o < all; o++)
            {
                next[o] = o * _capacity;
            }

            for (int k = 0; k < count; k++)
            {
                byChannel[next[channels[k]]++] = new Term { X = d[k], W = patchOffsets[positions[k]] };
            }
        }
    }

    /// <summary>
    /// Fills the bands where cells are positions. The terms of a position are neighbours in the list, so a place of a band is filled with
    /// whole runs: one for each output row that covers the band's row, from top to bottom.
    /// </summary>
    private void JoinBands()
    {
        unchecked
        {
            Conv2dLayer layer = _geometry.Layer;
            int width = layer.Output.Width, stride = layer.Stride, kernel = layer.Kernel, patch = _geometry.PatchLength, total = 0;
            int kernelRow = kernel * _geometry.Input.ChannelStride;
            int* starts = Starts, firsts = _firsts, columnOffsets = _columnOffsets, channels = _channels, d = _d;
            Term* inBands = InBands;
            for (int band = 0; band < Bands; band++)
            {
                int top = Math.Max(0, band - kernel + stride) / stride, bottom = Math.Min(band / stride, layer.Output.Height - 1);
                for (int column = 0; column < width; column++)
                {
                    *starts++ = total;
                    for (int row = top; row <= bottom; row++)
                    {
                        int t = (row * width) + column, first = firsts[t], count = firsts[t + 1] - first;
                        int shift = ((band - (row * stride)) * kernelRow) - columnOffsets[t];
                        TermRuns.Write(d + first, channels + first, count, patch, shift, inBands + total);
                        total += count;
                    }
                }
            }

            *starts = total;
        }
    }

    /// <summary>
    /// Fills the bands where a pool's winners are at any position: a counting sort. It is stable, so the order is that of <see cref="JoinBands"/>.
    /// </summary>
    private void SortByBand(int count)
    {
        unchecked
        {
            Conv2dLayer layer = _geometry.Layer;
            int width = layer.Output.Width, patch = _geometry.PatchLength, kernelRow = layer.Kernel * _geometry.Input.ChannelStride;
            CountByBand(count);
            int* channels = _channels, positions = _positions, places = _places, columnOffsets = _columnOffsets, listed = _d;
            Term* inBands = InBands;
            int kernel = layer.Kernel;
            for (int k = 0; k < count; k++)
            {
                int t = positions[k], d = listed[k], weight = (channels[k] * patch) - columnOffsets[t];
                int* next = _next + places[t];
                for (int ky = 0; ky < kernel; ky++, next += width, weight += kernelRow)
                {
                    inBands[(*next)++] = new Term { X = d, W = weight };
                }
            }
        }
    }

    private void CountByBand(int count)
    {
        unchecked
        {
            Conv2dLayer layer = _geometry.Layer;
            int width = layer.Output.Width, height = layer.Output.Height, all = Bands * width, total = 0;
            int* counts = _counts, positions = _positions, starts = Starts, next = _next;
            new Span<int>(counts, layer.Output.Positions).Clear();
            for (int k = 0; k < count; k++)
            {
                counts[positions[k]]++;
            }

            new Span<int>(starts, all).Clear();
            for (int row = 0; row < height; row++, counts += width)
            {
                for (int ky = 0; ky < layer.Kernel; ky++)
                {
                    int* band = starts + (((row * layer.Stride) + ky) * width);
                    for (int column = 0; column < width; column++)
                    {
                        band[column] += counts[column];
                    }
                }
            }

            for (int place = 0; place < all; place++)
            {
                int terms = starts[place];
                starts[place] = total;
                next[place] = total;
                total += terms;
            }

            starts[all] = total;
        }
    }
}
