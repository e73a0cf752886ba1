using System.Numerics;
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
            _capacity = cells;
            _patchOffsets = memory.Allocate<int>(positions);
            for (int t = 0; t < positions; t++)
            {
                _patchOffsets[t] = geometry.PatchOffset(t);
            }

            _channelD = memory.Allocate<int>((long)channels * cells);
            _channelPatch = memory.Allocate<int>((long)channels * cells);
            _channelCounts = memory.Allocate<int>(channels);
            long all = byPosition ? (long)channels * cells : 1;
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
                int channels = cotangents.Channels, stride = cotangents.Stride, cellPitch = cotangents.CellPitch;
                int positions = _geometry.Layer.Output.Positions, width = _geometry.Layer.Output.Width, columnStride = _geometry.Input.ChannelStride;
                bool inOrder = cotangents.Target == null;
                int count = 0;
                new Span<int>(_channelCounts, channels).Clear();
                for (int cell = 0; cell < cotangents.Cells; cell++)
                {
                    if (inOrder)
                    {
                        Starts[cell] = count;
                    }

                    for (int v = 0; v < channels; v += TSimd.Count)
                    {
                        uint mask = cotangents.Support == null ? uint.MaxValue : TSimd.NonZeroMask(TSimd.Load(cotangents.Support + (cell * stride) + v));
                        int last = Math.Min(TSimd.Count, channels - v);
                        for (mask &= last == 32 ? uint.MaxValue : (1u << last) - 1; mask != 0; mask &= mask - 1)
                        {
                            int o = v + BitOperations.TrailingZeroCount(mask);
                            int t = inOrder ? cell : cotangents.Target[(cell * stride) + o];
                            int d = (cell * cellPitch) + o;
                            int place = (o * _capacity) + _channelCounts[o]++;
                            _channelD[place] = d;
                            _channelPatch[place] = _patchOffsets[t];
                            if (_byPosition)
                            {
                                _positions[count] = t;
                                _d[count] = d;
                                _weights[count] = (o * _geometry.PatchLength) - (t % width * columnStride);
                            }

                            count++;
                        }
                    }
                }

                if (_byPosition)
                {
                    Order(inOrder, count, positions);
                }
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
