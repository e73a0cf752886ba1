using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Layers;
using StructuralError.Cpu.Planning;

namespace StructuralError.Cpu;

internal sealed unsafe partial class SimdEngine<T, TVector, TWide, TSimd>
{
    /// <summary>Weights of a convolution, shared by all workers, and the gradient sums of each group of samples.</summary>
    private sealed class Conv2dParameters : ParameterBlock
    {
        private readonly Conv2dGeometry _geometry;
        private readonly T* _momentum;
        private readonly T* _compensation;
        private readonly T* _groupGradients;
        private readonly int _channelsPerTask;

        public Conv2dParameters(Conv2dGeometry geometry, int groups, EngineMemory memory)
        {
            long before = memory.Bytes;
            _geometry = geometry;
            Weights = memory.Allocate<T>(geometry.Length);
            _momentum = memory.Allocate<T>(geometry.Length);
            _compensation = memory.Allocate<T>(geometry.Length);
            ForwardWeights = memory.Allocate<T>((long)TermCount * geometry.OutputStride);
            Bias = memory.Allocate<T>(geometry.OutputStride);
            _groupGradients = memory.Allocate<T>((long)groups * geometry.Length);
            _channelsPerTask = TSimd.Count;
            Bytes = memory.Bytes - before;
        }

        /// <summary>[output channel, kernel row, kernel column, input channel]; see <see cref="Conv2dGeometry.Length"/>.</summary>
        public T* Weights { get; }

        /// <summary>[kernel row, kernel column, input channel (without padding), output channel].</summary>
        public T* ForwardWeights { get; }

        /// <summary>[output channel]; without bias it stays zero, because its gradient is.</summary>
        public T* Bias { get; }

        /// <summary>Terms of one output value: kernel² × input channels.</summary>
        public int TermCount => _geometry.Layer.Kernel * _geometry.Layer.Kernel * _geometry.Layer.Input.Channels;

        public override long Bytes { get; }

        public override int UpdateTasks => (_geometry.Layer.Output.Channels + _channelsPerTask - 1) / _channelsPerTask;

        /// <summary>Gradient sum of one group of samples, as long as the parameters.</summary>
        public T* GroupGradient(int group) => _groupGradients + ((long)group * _geometry.Length);

        public override void BeginGroup(int group) => new Span<T>(GroupGradient(group), _geometry.Length).Clear();

        public override void Update(int task, int samples, in SgdStep sgd, UpdateScratch scratch)
        {
            unchecked
            {
                int first = task * _channelsPerTask, end = Math.Min(_geometry.Layer.Output.Channels, first + _channelsPerTask);
                UpdateRange(first * _geometry.PatchLength, (end - first) * _geometry.PatchLength, samples, sgd, scratch);
                if (!_geometry.IsExplicit)
                {
                    UpdateRange((_geometry.Layer.Output.Channels * _geometry.PatchLength) + first, TSimd.Count, samples, sgd, scratch);
                }

                CopyForForward(first, end);
            }
        }

        public override void Load(ParameterSet parameters)
        {
            Exchange(parameters, (weights, place, values, index) => weights[place] = T.CreateTruncating(values[index]));
            CopyForForward(0, _geometry.Layer.Output.Channels);
        }

        public override void Save(ParameterSet parameters) =>
            Exchange(parameters, (weights, place, values, index) => values[index] = double.CreateTruncating(weights[place]));

        private void UpdateRange(int start, int length, int samples, in SgdStep sgd, UpdateScratch scratch)
        {
            unchecked
            {
                // Stretches of eight vectors keep the sum over the groups in registers.
                int stretch = RowTile<T, TVector, TWide, TSimd>.MaxVectors * TSimd.Count;
                for (int i = start; i < start + length; i += stretch)
                {
                    int part = Math.Min(stretch, start + length - i);
                    RowTile<T, TVector, TWide, TSimd>.Run(part / TSimd.Count, scratch.GroupNumbers, 0, _geometry.Length, scratch.Groups, scratch.One, _groupGradients + i, null, scratch.Gradient);
                    Sgd<T, TVector, TWide, TSimd>.Update(Weights + i, _momentum + i, _compensation + i, scratch.Gradient, part, samples, sgd);
                }
            }
        }

        private void CopyForForward(int first, int end)
        {
            unchecked
            {
                int channels = _geometry.Layer.Input.Channels, kernel = _geometry.Layer.Kernel;
                for (int o = first; o < end; o++)
                {
                    T* to = ForwardWeights + o;
                    for (int ky = 0; ky < kernel; ky++)
                    {
                        for (int kx = 0; kx < kernel; kx++)
                        {
                            T* from = Weights + _geometry.WeightOffset(o, 0, ky, kx);
                            for (int i = 0; i < channels; i++, to += _geometry.OutputStride)
                            {
                                *to = from[i];
                            }
                        }
                    }

                    Bias[o] = Weights[_geometry.BiasOffset + (o * _geometry.BiasStride)];
                }
            }
        }

        private void Exchange(ParameterSet parameters, Move move)
        {
            Conv2dLayer layer = _geometry.Layer;
            Parameter weight = parameters.Weight(layer);
            int index = 0;
            for (int o = 0; o < layer.Output.Channels; o++)
            {
                for (int i = 0; i < layer.Input.Channels; i++)
                {
                    for (int ky = 0; ky < layer.Kernel; ky++)
                    {
                        for (int kx = 0; kx < layer.Kernel; kx++, index++)
                        {
                            int place = _geometry.WeightOffset(o, i, ky, kx);
                            move(Weights, place, weight.Values, index);
                            move(_momentum, place, weight.Momentum, index);
                            move(_compensation, place, weight.Compensation, index);
                        }
                    }
                }

                if (parameters.Bias(layer) is { } bias)
                {
                    int place = _geometry.BiasOffset + (o * _geometry.BiasStride);
                    move(Weights, place, bias.Values, o);
                    move(_momentum, place, bias.Momentum, o);
                    move(_compensation, place, bias.Compensation, o);
                }
            }
        }
    }
}
