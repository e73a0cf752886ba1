using StructuralError.Cpu.Kernels;

namespace StructuralError.Cpu.Layers;

/// <summary>Several samples at a time, where the weights are wider than a cache: they are fetched once for all of them.</summary>
internal unsafe partial class LinearRule<T, TVector, TWide, TSimd>
{
    // Outputs whose terms all samples' tiles take before the next ones: their cotangents then stay in the second-level cache.
    private const int OutputsTogether = 512;

    private int _activeCount;
    private int _doneCount;
    private T* _sums = null;

    public override long SharedBytes => (long)parameters.InputLength * parameters.OutputStride * sizeof(T);

    public override void ForwardTogether(Lane<T>[] lanes, int count)
    {
        unchecked
        {
            // Neighbouring samples of the batch.
            int first = lanes[0].Sample.Position, stride = parameters.OutputStride;
            for (int i = 0; i < count; i++)
            {
                var rule = (LinearRule<T, TVector, TWide, TSimd>)lanes[i].Rule;
                T* x = parameters.Inputs + ((long)(first + i) * parameters.InputStride);
                new Span<T>(rule.Input.Origin, parameters.InputLength).CopyTo(new Span<T>(x, parameters.InputLength));
                rule.NoteSquaredNorm(x);
            }

            Multiply(parameters, parameters.Inputs + ((long)first * parameters.InputStride), parameters.Outputs + ((long)first * stride), count);
            for (int i = 0; i < count; i++)
            {
                var rule = (LinearRule<T, TVector, TWide, TSimd>)lanes[i].Rule;
                new Span<T>(parameters.Outputs + ((long)(first + i) * stride), stride).CopyTo(new Span<T>(rule.Output.Origin, stride));
            }
        }
    }

    public override void BackwardTogether(Lane<T>[] lanes, int count)
    {
        for (int i = 0; i < count; i++)
        {
            ((LinearRule<T, TVector, TWide, TSimd>)lanes[i].Rule).KeepParts(lanes[i].Sample, in lanes[i].Cotangents);
        }

        if (_pulledBack == null)
        {
            return;
        }

        if (lanes[0].Cotangents.IsIdentity || !Input.Layout.Shape.IsVector)
        {
            for (int i = 0; i < count; i++)
            {
                lanes[i].Cotangents = ((LinearRule<T, TVector, TWide, TSimd>)lanes[i].Rule).PullBack(in lanes[i].Cotangents);
            }

            return;
        }

        PullBackTogether(lanes, count);
    }

    /// <summary>
    /// A panel of the weights' copy serves every sample while it is in the second-level cache. The sums of each sample run in the order of its
    /// terms, as they do for one sample alone: a tile goes on where the one before it stopped.
    /// </summary>
    private void PullBackTogether(Lane<T>[] lanes, int count)
    {
        unchecked
        {
            int inputs = parameters.InputLength, outputs = layer.Output.Count, width = parameters.PullBackWidth;
            if (lanes[0].Cotangents.Rows == 1 && lanes[0].Sample.Gradient)
            {
                PullBackOneRowEach(lanes, count);
                return;
            }

            for (int i = 0; i < count; i++)
            {
                var rule = (LinearRule<T, TVector, TWide, TSimd>)lanes[i].Rule;
                (rule._activeCount, rule._doneCount) = (rule.FindActiveOutputs(in lanes[i].Cotangents), 0);
            }

            for (int o = 0; o < outputs; o += OutputsTogether)
            {
                for (int i = 0; i < inputs; i += width)
                {
                    int vectors = Math.Min(width, inputs - i) / TSimd.Count;
                    for (int n = 0; n < count; n++)
                    {
                        var rule = (LinearRule<T, TVector, TWide, TSimd>)lanes[n].Rule;
                        rule.PullBackPart(in lanes[n].Cotangents, i, vectors, rule._doneCount, rule.CountBelow(o + OutputsTogether), o == 0);
                    }
                }

                for (int n = 0; n < count; n++)
                {
                    var rule = (LinearRule<T, TVector, TWide, TSimd>)lanes[n].Rule;
                    rule._doneCount = rule.CountBelow(o + OutputsTogether);
                }
            }

            for (int n = 0; n < count; n++)
            {
                var rule = (LinearRule<T, TVector, TWide, TSimd>)lanes[n].Rule;
                lanes[n].Cotangents = new Cotangents<T>(rule._pulledBack, lanes[n].Cotangents.Rows, rule.Input.Layout);
            }
        }
    }

    /// <summary>
    /// Without measurement each sample has one row of cotangents: the samples' rows share a tile, inactive outputs included. Their products are zero and
    /// change no bit of a sum.
    /// </summary>
    private void PullBackOneRowEach(Lane<T>[] lanes, int count)
    {
        unchecked
        {
            int inputs = parameters.InputLength, outputs = layer.Output.Count, width = parameters.PullBackWidth, first = lanes[0].Sample.Position;
            int tileRows = Tile<T, TVector, TWide, TSimd>.EvenRows(count);
            nint rowBytes = (nint)width * sizeof(T);
            for (int i = 0; i < inputs; i += width)
            {
                int length = Math.Min(width, inputs - i);
                for (int n = 0; n < count; n += tileRows)
                {
                    int rows = Math.Min(tileRows, count - n);
                    for (int panel = 0; panel < outputs; panel += LinearParameters<T, TVector, TWide, TSimd>.PanelWidth)
                    {
                        T* b = parameters.CotangentsOf(panel, first + n), init = panel == 0 ? null : _sums;
                        T* w = parameters.PullBackOf(i) + ((nint)panel * width);
                        int panelWidth = parameters.WidthOfPanel(panel), terms = Math.Min(panelWidth, outputs - panel);
                        Tile<T, TVector, TWide, TSimd>.Run(
                            rows, length / TSimd.Count, parameters.PanelTerms, terms, b, (nint)panelWidth * sizeof(T), w, init, rowBytes, _sums, rowBytes);
                    }

                    for (int r = 0; r < rows; r++)
                    {
                        var rule = (LinearRule<T, TVector, TWide, TSimd>)lanes[n + r].Rule;
                        new Span<T>(_sums + (r * width), length).CopyTo(new Span<T>(rule._pulledBack + i, length));
                    }
                }
            }

            for (int n = 0; n < count; n++)
            {
                var rule = (LinearRule<T, TVector, TWide, TSimd>)lanes[n].Rule;
                lanes[n].Cotangents = new Cotangents<T>(rule._pulledBack, 1, rule.Input.Layout);
            }
        }
    }

    /// <summary>Active outputs below <paramref name="output"/>: the end of the terms that a stretch of outputs takes.</summary>
    private int CountBelow(int output)
    {
        int low = _doneCount, high = _activeCount;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _terms[middle].X < output ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Adds the terms from <paramref name="from"/> to <paramref name="end"/> to the cotangents at the inputs of one panel.</summary>
    private void PullBackPart(in Cotangents<T> cotangents, int input, int vectors, int from, int end, bool isFirst)
    {
        unchecked
        {
            int rows = cotangents.Rows, tileRows = Tile<T, TVector, TWide, TSimd>.EvenRows(rows);
            nint xStride = (nint)cotangents.Stride * sizeof(T), rowBytes = (nint)Input.Layout.ChannelStride * sizeof(T);
            T* w = parameters.PullBack + ((nint)input * layer.Output.Count);
            for (int r = 0; r < rows; r += tileRows)
            {
                T* d = cotangents.D + (r * cotangents.Stride), y = _pulledBack + (r * Input.Layout.ChannelStride) + input;
                Tile<T, TVector, TWide, TSimd>.Run(
                    Math.Min(tileRows, rows - r), vectors, _terms + from, end - from, d, xStride, w, isFirst ? null : y, rowBytes, y, rowBytes);
            }
        }
    }
}
