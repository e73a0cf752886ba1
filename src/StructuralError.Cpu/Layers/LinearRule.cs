using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Cpu.Kernels;
using StructuralError.Cpu.Layers;

namespace StructuralError.Cpu;

internal sealed unsafe partial class SimdEngine<T, TVector, TWide, TSimd>
{
    /// <summary>
    /// y = W x + b. A⁽ˡ⁾ = (‖x‖² + 1)·B Bᵀ with B the cotangents at the output (the 1 only with a bias); for the last layer B = I.
    /// Only inputs that are not zero enter the forward pass, only active outputs the pull-back.
    /// </summary>
    private class LinearRule(LinearLayer layer, LinearParameters parameters, bool isOutput, Tensor input, Tensor output) : LayerRule(input, output)
    {
        private int* _activeOutputs = null;
        private Term* _terms = null;
        private double _squaredNorm;
        private int _cotangentRows;
        private T* _pulledBack = null;

        public override void PlanBackward(ref CotangentPlan plan)
        {
            _cotangentRows = plan.Rows;
            int longest = parameters.OutputStride + BitLists.Slack;
            _activeOutputs = plan.Memory.Allocate<int>(longest);
            _terms = plan.Memory.Allocate<Term>(longest);
            plan.ParameterLayersBefore--;
            if (plan.ParameterLayersBefore > 0)
            {
                _pulledBack = plan.Replace(Input.Layout);
            }
        }

        public override void Forward(Sample sample)
        {
            // Only an update needs the inputs of the whole batch; otherwise samples have no place of their own.
            T* x = Input.Origin;
            if (sample.Gradient)
            {
                x = parameters.Inputs + ((long)sample.Position * parameters.InputStride);
                new Span<T>(Input.Origin, parameters.InputLength).CopyTo(new Span<T>(x, parameters.InputLength));
            }

            NoteSquaredNorm(x);
            Multiply(parameters, x, Output.Origin, 1);
        }

        public override void Backward(Sample sample, ref Cotangents<T> cotangents)
        {
            unchecked
            {
                if (sample.Gradient)
                {
                    T* b = parameters.OutputCotangents + ((long)sample.Position * parameters.OutputStride);
                    int vectors = parameters.OutputStride / TSimd.Count;
                    if (cotangents.IsIdentity)
                    {
                        new Span<T>(sample.LossCotangent, cotangents.Rows).CopyTo(new Span<T>(b, parameters.OutputStride));
                    }
                    else if (sample.Structure)
                    {
                        RowTile<T, TVector, TWide, TSimd>.Run(vectors, sample.UnitSteps, 1, cotangents.Stride, cotangents.Rows, sample.LossCotangent, cotangents.D, null, b);
                    }
                    else
                    {
                        new Span<T>(cotangents.D, parameters.OutputStride).CopyTo(new Span<T>(b, parameters.OutputStride));
                    }
                }

                if (sample.Structure)
                {
                    AddGramPart(sample, in cotangents);
                }

                if (_pulledBack != null)
                {
                    PullBack(ref cotangents);
                }
            }
        }

        /// <summary>y = W x + b of several samples in a row, one <see cref="LinearParameters.InputStride"/> apart.</summary>
        /// <remarks>
        /// A stretch of weights is fetched once and serves them all. Each sample's sums run stretch by stretch whatever the others are: its result does not depend on them.
        /// </remarks>
        protected static void Multiply(LinearParameters parameters, T* inputs, T* outputs, int samples)
        {
            unchecked
            {
                const int Stretch = MaskedRowTile<T, TVector, TWide, TSimd>.Stretch, MaxVectors = MaskedRowTile<T, TVector, TWide, TSimd>.MaxVectors;
                int stride = parameters.OutputStride, length = parameters.InputLength;
                for (int v = 0; v < stride; v += MaxVectors * TSimd.Count)
                {
                    int vectors = Math.Min(MaxVectors, (stride - v) / TSimd.Count);
                    for (int i = 0; i < length; i += Stretch)
                    {
                        T* w = parameters.Weights + ((nint)i * stride) + v, bias = parameters.Bias == null ? null : parameters.Bias + v;
                        for (int n = 0; n < samples; n++)
                        {
                            T* x = inputs + ((nint)n * parameters.InputStride) + i, y = outputs + ((nint)n * stride) + v;
                            ulong mask = MaskedRowTile<T, TVector, TWide, TSimd>.NonZero(x, Math.Min(Stretch, length - i));
                            if (i == 0 || mask != 0)
                            {
                                MaskedRowTile<T, TVector, TWide, TSimd>.Run(vectors, mask, x, 1, w, stride, i == 0 ? bias : y, y);
                            }
                        }
                    }
                }
            }
        }

        /// <summary>‖x‖² of the sample at hand.</summary>
        protected void NoteSquaredNorm(T* x)
        {
            unchecked
            {
                TWide squares = TSimd.WideBroadcast(0);
                for (int i = 0; i < parameters.InputLength; i += TSimd.WideCount)
                {
                    TWide wide = TSimd.LoadWide(x + i);
                    squares = TSimd.WideMultiplyAdd(wide, wide, squares);
                }

                _squaredNorm = TSimd.WideSum(squares);
            }
        }

        public override LayerPlan Describe()
        {
            long macs = (long)layer.Input.Count * layer.Output.Count;
            long rows = _cotangentRows;
            return new LayerPlan(
                layer.Name,
                "norm",
                layer.Output.ToString(),
                macs,
                _pulledBack == null || isOutput ? 0 : rows * macs,
                isOutput ? layer.Input.Count : layer.Input.Count + (rows * (rows + 1) / 2 * layer.Output.Count),
                macs,
                parameters.Bytes);
        }

        private void AddGramPart(Sample sample, in Cotangents<T> cotangents)
        {
            unchecked
            {
                int rows = cotangents.Rows;
                double scale = _squaredNorm + (layer.HasBias ? 1 : 0);
                if (cotangents.IsIdentity)
                {
                    sample.Floor += scale;
                    for (int r = 0; sample.LayerA != null && r < rows; r++)
                    {
                        sample.LayerA[(((layer.Index * rows) + r) * rows) + r] = scale;
                    }

                    return;
                }

                Gram<T, TVector, TWide, TSimd>.Add(cotangents.D, cotangents.Stride, rows, cotangents.Stride, scale, BeginPart(sample, rows));
                EndPart(sample, layer.Index, rows);
            }
        }

        private void PullBack(ref Cotangents<T> cotangents)
        {
            unchecked
            {
                int rows = cotangents.Rows, inputs = parameters.InputLength, cellStride = Input.Layout.ChannelStride;
                nint rowBytes = (nint)cellStride * sizeof(T);
                int count = 0;
                if (!cotangents.IsIdentity)
                {
                    count = FindActiveOutputs(in cotangents);
                }

                int tileRows = Tile<T, TVector, TWide, TSimd>.EvenRows(rows);
                for (int cell = 0, i = 0; i < inputs; cell++)
                {
                    T* to = _pulledBack + ((nint)cell * rows * cellStride);
                    if (cotangents.IsIdentity)
                    {
                        for (int r = 0; r < rows; r++)
                        {
                            T* from = parameters.PullBack + ((nint)r * inputs) + i, row = to + (r * cellStride);
                            for (int v = 0; v < cellStride; v += TSimd.Count)
                            {
                                TSimd.Store(row + v, TSimd.Load(from + v));
                            }
                        }

                        i += cellStride;
                        continue;
                    }

                    for (int within = 0; within < cellStride;)
                    {
                        int vectors = Math.Min(2, (cellStride - within) / TSimd.Count);
                        for (int r = 0; r < rows; r += tileRows)
                        {
                            Tile<T, TVector, TWide, TSimd>.Run(Math.Min(tileRows, rows - r), vectors, _terms, count, cotangents.D + (r * cotangents.Stride), (nint)cotangents.Stride * sizeof(T), parameters.PullBack + i, null, 0, to + (r * cellStride) + within, rowBytes);
                        }

                        within += vectors * TSimd.Count;
                        i += vectors * TSimd.Count;
                    }
                }

                cotangents.D = _pulledBack;
                cotangents.Height = Input.Layout.Shape.Height;
                cotangents.Width = Input.Layout.Shape.Width;
                cotangents.Channels = Input.Layout.Shape.Channels;
                cotangents.Stride = cellStride;
                cotangents.Target = null;
                cotangents.Support = null;
                cotangents.Values = null;
                cotangents.IsIdentity = false;
            }
        }

        private int FindActiveOutputs(in Cotangents<T> cotangents)
        {
            unchecked
            {
                int outputs = layer.Output.Count, inputs = parameters.InputLength, count = 0;
                if (cotangents.Support == null)
                {
                    for (int o = 0; o < outputs; o++)
                    {
                        _terms[o] = new Term { X = o, W = o * inputs };
                    }

                    return outputs;
                }

                for (int o = 0; o < outputs; o += TSimd.Count)
                {
                    count += BitLists.Append(TSimd.NonZeroMask(TSimd.Load(cotangents.Support + o)), o, _activeOutputs + count);
                }

                for (int k = 0; k < count; k++)
                {
                    _terms[k] = new Term { X = _activeOutputs[k], W = _activeOutputs[k] * inputs };
                }

                return count;
            }
        }
    }
}
