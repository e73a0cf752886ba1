using System.Runtime.Intrinsics;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Layers;
using StructuralError.Cpu.Planning;
using StructuralError.Networks;

namespace StructuralError.Cpu;

internal sealed unsafe partial class SimdEngine<T, TVector, TWide, TSimd>
{
    /// <summary>
    /// The places where a sample's cotangents at a convolution's output are not zero, as lists of terms for the products:
    /// by output channel (for the weight gradients) and in the order of positions (for the pull-back). Masks and pool winners belong to the
    /// sample, so the lists are made once and serve all its classes.
    /// </summary>
    private sealed class Conv2dTerms
    {
        private readonly Conv2dGeometry _geometry;
        private readonly int _capacity;
        private readonly int* _patchOffsets;
        private readonly int* _channelD;
        private readonly int* _channelPatch;
        private readonly int* _channelCounts;
        private readonly int* _columnOffsets;
        private readonly int _words;
        private readonly ushort* _masks;
        private readonly ulong* _columns;
        private readonly int* _positions;
        private readonly int* _d;
        private readonly int* _weights;
        private readonly int* _next;
        private readonly bool _byPosition;

        /// <param name="cells">Most cells that cotangents can come in.</param>
        /// <param name="byPosition">Whether the pull-back's order is wanted.</param>
        public Conv2dTerms(Conv2dGeometry geometry, int cells, bool byPosition, EngineMemory memory)
        {
            _geometry = geometry;
            _byPosition = byPosition;
            Conv2dLayer layer = geometry.Layer;
            int positions = layer.Output.Positions, channels = layer.Output.Channels;
            _capacity = cells + BitLists.Slack;
            _words = (cells + 63) / 64;
            _masks = memory.Allocate<ushort>(_words * 64L);
            _columns = memory.Allocate<ulong>(_words * 16L);
            _patchOffsets = memory.Allocate<int>(positions);
            _columnOffsets = memory.Allocate<int>(positions);
            for (int t = 0; t < positions; t++)
            {
                _patchOffsets[t] = geometry.PatchOffset(t);
                _columnOffsets[t] = t % layer.Output.Width * geometry.Input.ChannelStride;
            }

            _channelD = memory.Allocate<int>((long)channels * _capacity);
            _channelPatch = memory.Allocate<int>((long)channels * _capacity);
            _channelCounts = memory.Allocate<int>(channels);
            long all = byPosition ? ((long)channels * cells) + BitLists.Slack : 1;
            _positions = memory.Allocate<int>(all);
            _d = memory.Allocate<int>(all);
            _weights = memory.Allocate<int>(all);
            D = memory.Allocate<int>(all);
            Weights = memory.Allocate<int>(all);
            Starts = memory.Allocate<int>(positions + 1);
            _next = memory.Allocate<int>(positions + 1);
        }

        /// <summary>Offsets of class 0's cotangent, ordered by position.</summary>
        public int* D { get; private set; }

        /// <summary>Offsets of the weights of (o, kernel row 0, kernel column −x), x the position's column: shifted by the caller.</summary>
        public int* Weights { get; private set; }

        /// <summary>First term of each position; one more entry than positions.</summary>
        public int* Starts { get; }

        public int Count(int channel) => _channelCounts[channel];

        /// <summary>Offsets of class 0's cotangents of one channel.</summary>
        public int* ChannelD(int channel) => _channelD + (channel * _capacity);

        /// <summary>Patch offsets that go with <see cref="ChannelD"/>.</summary>
        public int* ChannelPatches(int channel) => _channelPatch + (channel * _capacity);

        public void Collect(in Cotangents<T> cotangents)
        {
            unchecked
            {
                for (int v = 0; v < cotangents.Channels; v += TSimd.Count)
                {
                    ListByChannel(in cotangents, v);
                }

                if (_byPosition)
                {
                    int count = ListByCell(in cotangents);
                    Order(cotangents.Target == null, count, _geometry.Layer.Output.Positions);
                }
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

        /// <summary>The terms of one vector of channels, each channel's in the order of the cells.</summary>
        private void ListByChannel(in Cotangents<T> cotangents, int v)
        {
            unchecked
            {
                int cells = cotangents.Cells, stride = cotangents.Stride, pitch = cotangents.CellPitch;
                for (int cell = 0; cell < cells; cell++)
                {
                    _masks[cell] = (ushort)SupportMask(in cotangents, cell, v);
                }

                int lanes = Math.Min(TSimd.Count, cotangents.Channels - v);
                new Span<ushort>(_masks + cells, (_words * 64) - cells).Clear();
                BitLists.Transpose(_masks, _words * 64, lanes, _columns, _words);
                for (int lane = 0; lane < lanes; lane++)
                {
                    int o = v + lane, count = 0;
                    int* list = ChannelD(o), patches = ChannelPatches(o);
                    for (int cell = 0; cell < cells; cell += 16)
                    {
                        count += BitLists.Append((ushort)(_columns[(lane * _words) + (cell / 64)] >> (cell % 64)), cell, list + count);
                    }

                    int* target = cotangents.Target == null ? null : cotangents.Target + o;
                    for (int k = 0; k < count; k++)
                    {
                        patches[k] = _patchOffsets[target == null ? list[k] : target[list[k] * stride]];
                    }

                    for (int k = 0; k < count; k += Vector512<int>.Count)
                    {
                        ((Vector512.Load(list + k) * pitch) + Vector512.Create(o)).Store(list + k);
                    }

                    _channelCounts[o] = count;
                }
            }
        }

        /// <summary>All terms cell by cell, with their positions; returns how many.</summary>
        private int ListByCell(in Cotangents<T> cotangents)
        {
            unchecked
            {
                int stride = cotangents.Stride, pitch = cotangents.CellPitch, patch = _geometry.PatchLength;
                bool inOrder = cotangents.Target == null;
                int count = 0;
                for (int cell = 0; cell < cotangents.Cells; cell++)
                {
                    if (inOrder)
                    {
                        Starts[cell] = count;
                    }

                    for (int v = 0; v < cotangents.Channels; v += TSimd.Count)
                    {
                        int found = BitLists.Append(SupportMask(in cotangents, cell, v), v, _d + count);
                        for (int end = count + found; count < end; count++)
                        {
                            int o = _d[count], t = inOrder ? cell : cotangents.Target[(cell * stride) + o];
                            _positions[count] = t;
                            _weights[count] = (o * patch) - _columnOffsets[t];
                            _d[count] = (cell * pitch) + o;
                        }
                    }
                }

                return count;
            }
        }

        /// <summary>Sorts the terms by position (a counting sort, stable).</summary>
        private void Order(bool inOrder, int count, int positions)
        {
            unchecked
            {
                if (inOrder)
                {
                    Starts[positions] = count;
                    new Span<int>(_d, count).CopyTo(new Span<int>(D, count));
                    new Span<int>(_weights, count).CopyTo(new Span<int>(Weights, count));
                    return;
                }

                new Span<int>(Starts, positions + 1).Clear();
                for (int k = 0; k < count; k++)
                {
                    Starts[_positions[k] + 1]++;
                }

                for (int t = 0; t < positions; t++)
                {
                    Starts[t + 1] += Starts[t];
                    _next[t] = Starts[t];
                }

                for (int k = 0; k < count; k++)
                {
                    int place = _next[_positions[k]]++;
                    D[place] = _d[k];
                    Weights[place] = _weights[k];
                }
            }
        }
    }
}
