using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Planning;

namespace StructuralError.Cpu;

internal sealed unsafe partial class SimdEngine<T, TVector, TWide, TSimd>
{
    /// <summary>
    /// Weights of y = W x + b, shared by all workers, with what the batch leaves for the update.
    /// W lies as [input, output] with the bias as one more input that is always 1: rows of outputs for the forward pass and the gradient.
    /// A copy as [output, input] serves the pull-back.
    /// </summary>
    private sealed class LinearParameters : ParameterBlock
    {
        public const int RowsPerTask = 32;

        private readonly LinearLayer _layer;
        private readonly TensorLayout _input;
        private readonly T* _momentum;
        private readonly T* _compensation;
        private readonly T* _pullBack;
        private readonly Term* _samples;
        private readonly int _rows;

        public LinearParameters(LinearLayer layer, TensorLayout input, bool needsPullBack, int batch, EngineMemory memory)
        {
            long before = memory.Bytes;
            _layer = layer;
            _input = input;
            InputLength = input.DenseLength;
            OutputStride = Pad(layer.Output.Count);
            _rows = InputLength + (layer.HasBias ? 1 : 0);
            InputStride = Pad(_rows);
            Weights = memory.Allocate<T>((long)_rows * OutputStride);
            _momentum = memory.Allocate<T>((long)_rows * OutputStride);
            _compensation = memory.Allocate<T>((long)_rows * OutputStride);
            _pullBack = needsPullBack ? memory.Allocate<T>((long)layer.Output.Count * InputLength) : null;
            Inputs = memory.Allocate<T>((long)batch * InputStride);
            OutputCotangents = memory.Allocate<T>((long)batch * OutputStride);
            Outputs = memory.Allocate<T>((long)batch * OutputStride);
            _samples = memory.Terms(batch, InputStride, OutputStride);
            if (layer.HasBias)
            {
                for (int n = 0; n < batch; n++)
                {
                    Inputs[((long)n * InputStride) + InputLength] = T.One;
                }
            }

            Bytes = memory.Bytes - before;
        }

        /// <summary>Inputs, padding included.</summary>
        public int InputLength { get; }

        /// <summary>Elements from one sample's inputs to the next; the constant 1 of the bias stands behind the inputs.</summary>
        public int InputStride { get; }

        /// <summary>Outputs, padded to whole vectors.</summary>
        public int OutputStride { get; }

        /// <summary>Shape [input (+ bias), OutputStride].</summary>
        public T* Weights { get; }

        public T* Bias => _layer.HasBias ? Weights + ((long)InputLength * OutputStride) : null;

        /// <summary>Shape [output, InputLength].</summary>
        public T* PullBack => _pullBack;

        /// <summary>x of every sample of the batch, [n, InputStride].</summary>
        public T* Inputs { get; }

        /// <summary>y of every sample, [n, OutputStride].</summary>
        public T* Outputs { get; }

        /// <summary>∂loss_n/∂y of every sample, [n, OutputStride].</summary>
        public T* OutputCotangents { get; }

        public override long Bytes { get; }

        public override int UpdateTasks => (_rows + RowsPerTask - 1) / RowsPerTask;

        /// <summary>v ← μ v + Σ_n x_n b_nᵀ / N + wd·W, W ← W − lr·v for one block of inputs; sums over the samples in batch order.</summary>
        public override void Update(int task, int samples, in SgdStep sgd, UpdateScratch scratch)
        {
            unchecked
            {
                int first = task * RowsPerTask, end = Math.Min(_rows, first + RowsPerTask);
                int vectors = OutputStride / TSimd.Count;
                T* gradient = scratch.Gradient;
                if (vectors < 4)
                {
                    DenseGradients(first, end, samples, vectors, gradient);
                }

                for (int i0 = first; i0 < end; i0 += TSimd.Count)
                {
                    if (vectors >= 4)
                    {
                        scratch.FindNonZero(Inputs + i0, InputStride, samples);
                    }

                    for (int i = i0; i < Math.Min(end, i0 + TSimd.Count); i++)
                    {
                        T* row = gradient + ((i - first) * OutputStride);
                        if (vectors >= 4)
                        {
                            row = gradient;
                            SumOverSamples(i, samples, vectors, scratch.NonZero(i - i0), row);
                        }

                        long offset = (long)i * OutputStride;
                        Sgd<T, TVector, TWide, TSimd>.Update(Weights + offset, _momentum + offset, _compensation + offset, row, OutputStride, samples, sgd);
                    }
                }

                CopyForPullBack(first, end);
            }
        }

        public override void Load(ParameterSet parameters)
        {
            Exchange(parameters, (weights, place, values, index) => weights[place] = T.CreateTruncating(values[index]));
            CopyForPullBack(0, _rows);
        }

        public override void Save(ParameterSet parameters) =>
            Exchange(parameters, (weights, place, values, index) => values[index] = double.CreateTruncating(weights[place]));

        private void Exchange(ParameterSet parameters, Move move)
        {
            Parameter weight = parameters.Weight(_layer);
            int inputs = _layer.Input.Count;
            for (int o = 0; o < _layer.Output.Count; o++)
            {
                for (int feature = 0; feature < inputs; feature++)
                {
                    long place = ((long)_input.OffsetOfFeature(feature) * OutputStride) + o;
                    move(Weights, place, weight.Values, (o * inputs) + feature);
                    move(_momentum, place, weight.Momentum, (o * inputs) + feature);
                    move(_compensation, place, weight.Compensation, (o * inputs) + feature);
                }

                if (parameters.Bias(_layer) is { } bias)
                {
                    long place = ((long)InputLength * OutputStride) + o;
                    move(Weights, place, bias.Values, o);
                    move(_momentum, place, bias.Momentum, o);
                    move(_compensation, place, bias.Compensation, o);
                }
            }
        }

        /// <summary>Σ_n x_n[i] b_n over the samples in which x_n[i] is not zero.</summary>
        private void SumOverSamples(int i, int samples, int vectors, ulong* nonZero, T* gradient)
        {
            unchecked
            {
                const int Stretch = MaskedRowTile<T, TVector, TWide, TSimd>.Stretch, MaxVectors = MaskedRowTile<T, TVector, TWide, TSimd>.MaxVectors;
                for (int v = 0; v < vectors; v += MaxVectors)
                {
                    T* y = gradient + (v * TSimd.Count), init = null;
                    for (int n = 0; n < samples; n += Stretch, init = y)
                    {
                        MaskedRowTile<T, TVector, TWide, TSimd>.Run(
                            Math.Min(MaxVectors, vectors - v), nonZero[n / Stretch], Inputs + ((nint)n * InputStride) + i, InputStride, OutputCotangents + ((nint)n * OutputStride) + (v * TSimd.Count), OutputStride, init, y);
                    }
                }
            }
        }

        /// <summary>Few outputs: several inputs share a tile, so that enough sums are in flight.</summary>
        private void DenseGradients(int first, int end, int samples, int vectors, T* gradient)
        {
            unchecked
            {
                for (int i = first; i < end; i += Tile<T, TVector, TWide, TSimd>.MaxRows)
                {
                    int rows = Math.Min(Tile<T, TVector, TWide, TSimd>.MaxRows, end - i);
                    for (int v = 0; v < vectors; v += 2)
                    {
                        Tile<T, TVector, TWide, TSimd>.Run(rows, Math.Min(2, vectors - v), _samples, samples, Inputs + i, sizeof(T), OutputCotangents + (v * TSimd.Count), null, 0, gradient + ((i - first) * OutputStride) + (v * TSimd.Count), OutputStride * sizeof(T));
                    }
                }
            }
        }

        private void CopyForPullBack(int first, int end)
        {
            if (_pullBack != null)
            {
                Transpose<T>.Copy(Weights + ((long)first * OutputStride), OutputStride, Math.Min(end, InputLength) - first, _layer.Output.Count, _pullBack + first, InputLength);
            }
        }
    }
}
