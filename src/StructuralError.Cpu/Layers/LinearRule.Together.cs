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

    public override void ForwardTogether(ReadOnlySpan<Sample<T>> samples)
    {
        foreach (Sample<T> sample in samples)
        {
            LinearRule<T, TVector, TWide, TSimd> rule = RuleOf(sample);
            rule.NoteSquaredNorm(rule.KeepInput(sample));
        }

        // Neighbouring samples of the batch.
        int first = samples[0].Position;
        Multiply(parameters, parameters.InputsOf(first), parameters.OutputsOf(first), samples.Length);
        foreach (Sample<T> sample in samples)
        {
            RuleOf(sample).TakeOutput(sample);
        }
    }

    public override void BackwardTogether(ReadOnlySpan<Sample<T>> samples)
    {
        foreach (Sample<T> sample in samples)
        {
            RuleOf(sample).KeepParts(sample, in sample.Cotangents);
        }

        if (_pulledBack == null)
        {
            return;
        }

        if (samples[0].Cotangents.IsIdentity || !Input.Layout.Shape.IsVector)
        {
            foreach (Sample<T> sample in samples)
            {
                sample.Cotangents = RuleOf(sample).PullBack(in sample.Cotangents);
            }

            return;
        }

        if (samples[0].Cotangents.Rows == 1 && samples[0].Gradient)
        {
            PullBackOneRowEach(samples);
        }
        else
        {
            PullBackByPanels(samples);
        }

        foreach (Sample<T> sample in samples)
        {
            LinearRule<T, TVector, TWide, TSimd> rule = RuleOf(sample);
            sample.Cotangents = new Cotangents<T>(rule._pulledBack, sample.Cotangents.Rows, rule.Input.Layout);
        }
    }

    private static LinearRule<T, TVector, TWide, TSimd> RuleOf(Sample<T> sample) => (LinearRule<T, TVector, TWide, TSimd>)sample.Rule;

    /// <summary>
    /// A panel of the weights' copy serves every sample while it is in the second-level cache. The sums of each sample run in the order of its
    /// terms, as they do for one sample alone: a tile goes on where the one before it stopped.
    /// </summary>
    private void PullBackByPanels(ReadOnlySpan<Sample<T>> samples)
    {
        unchecked
        {
            int inputs = parameters.InputLength, outputs = layer.Output.Count, width = parameters.PullBackWidth;
            foreach (Sample<T> sample in samples)
            {
                LinearRule<T, TVector, TWide, TSimd> rule = RuleOf(sample);
                (rule._activeCount, rule._doneCount) = (rule.FindActiveOutputs(in sample.Cotangents), 0);
            }

            for (int o = 0; o < outputs; o += OutputsTogether)
            {
                for (int i = 0; i < inputs; i += width)
                {
                    int vectors = Math.Min(width, inputs - i) / TSimd.Count;
                    foreach (Sample<T> sample in samples)
                    {
                        LinearRule<T, TVector, TWide, TSimd> rule = RuleOf(sample);
                        rule.PullBackPart(in sample.Cotangents, i, vectors, rule._doneCount, rule.CountBelow(o + OutputsTogether), o == 0);
                    }
                }

                foreach (Sample<T> sample in samples)
                {
                    LinearRule<T, TVector, TWide, TSimd> rule = RuleOf(sample);
                    rule._doneCount = rule.CountBelow(o + OutputsTogether);
                }
            }
        }
    }

    /// <summary>
    /// Without measurement each sample has one row of cotangents: the samples' rows share a tile, inactive outputs included. Their products are zero and
    /// change no bit of a sum.
    /// </summary>
    private void PullBackOneRowEach(ReadOnlySpan<Sample<T>> samples)
    {
        unchecked
        {
            int inputs = parameters.InputLength, outputs = layer.Output.Count, width = parameters.PullBackWidth, first = samples[0].Position;
            int tileRows = Tile<T, TVector, TWide, TSimd>.EvenRows(samples.Length);
            nint rowBytes = (nint)width * sizeof(T);
            for (int i = 0; i < inputs; i += width)
            {
                int length = Math.Min(width, inputs - i);
                for (int n = 0; n < samples.Length; n += tileRows)
                {
                    int rows = Math.Min(tileRows, samples.Length - n);
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
                        new Span<T>(_sums + (r * width), length).CopyTo(new Span<T>(RuleOf(samples[n + r])._pulledBack + i, length));
                    }
                }
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
