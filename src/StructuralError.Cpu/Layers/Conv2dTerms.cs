using StructuralError.Core.Networks;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Layers;
using StructuralError.Cpu.Planning;

namespace StructuralError.Cpu;

internal sealed unsafe partial class SimdEngine<T, TVector, TWide, TSimd>
{
    /// <summary>
    /// The places where a sample's cotangents at a convolution's output are not zero, as lists of terms for the products:
    /// by output channel (for the weight gradients) and by band (for the pull-back). Masks and pool winners belong to the
    /// sample, so the lists are made once and serve all its classes.
    /// </summary>
    /// <remarks>
    /// A band is a row of the input with all the output rows that see it, so a term stands in as many bands as the kernel has rows. Within a band the terms go from column to column:
    /// those that an input position sees are neighbours, one stretch, and the product over them has one loop to leave. Bands begin at the padding's first row.
    /// </remarks>
    private sealed class Conv2dTerms
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

        // Of each cell, and one more: its first entry in the lists.
        private readonly int* _firsts;

        // Of each output position: its place in the first band, what its column takes from a weight's offset, its terms.
        private readonly int* _places;
        private readonly int* _columnOffsets;
        private readonly int* _counts;
        private readonly int* _next;

        /// <param name="cells">Most cells that cotangents can come in.</param>
        /// <param name="byBand">Whether the pull-back's order is wanted.</param>
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
        /// Band by band, column by column: the offset of class 0's cotangent, and of the weights of (o, the band's kernel row, kernel column −x), x the column times the stride: shifted
        /// by the caller.
        /// </summary>
        public Term* InBands { get; }

        /// <summary>First term of each (band, column); one more entry than there are.</summary>
        public int* Starts { get; }

        public int Count(int channel) => _channelNext[channel] - (channel * _capacity);

        /// <summary>One channel's: the offset of class 0's cotangent, and of the patch.</summary>
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

        /// <summary>Which channels, from <paramref name="v"/> on, of a cell may be other than zero: one bit each.</summary>
        private static uint SupportMask(in Cotangents<T> cotangents, int cell, int v)
        {
            unchecked
            {
                uint real = (1u << Math.Min(TSimd.Count, cotangents.Channels - v)) - 1;
                return cotangents.Support == null ? real : real & TSimd.NonZeroMask(TSimd.Load(cotangents.Support + (cell * cotangents.Stride) + v));
            }
        }

        /// <summary>All terms, cell by cell: channel, position, offset. Without a branch per cell: how many it has cannot be foreseen.</summary>
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
                // Fields, which the compiler would read anew after every store, as locals.
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

        /// <summary>Where cells are positions, a position's terms stand together in the list: each place of a band is the runs of the output rows that see it, from the upper to the lower.</summary>
        private void JoinBands()
        {
            unchecked
            {
                Conv2dLayer layer = _geometry.Layer;
                int width = layer.Output.Width, stride = layer.Stride, kernel = layer.Kernel, kernelRow = kernel * _geometry.Input.ChannelStride, patch = _geometry.PatchLength, total = 0;
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
                            TermRuns.Write(d + first, channels + first, count, patch, ((band - (row * stride)) * kernelRow) - columnOffsets[t], inBands + total);
                            total += count;
                        }
                    }
                }

                *starts = total;
            }
        }

        /// <summary>Where a pool's winners are anywhere: a counting sort, stable, so that the order is that of <see cref="JoinBands"/>.</summary>
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
}
