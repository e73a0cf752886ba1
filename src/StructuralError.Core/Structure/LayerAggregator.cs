using StructuralError.Core.Engines;
using StructuralError.Core.Networks;

namespace StructuralError.Core.Structure;

/// <summary>
/// Reduces the parts of per-sample structural matrices, A = Σ_l A⁽ˡ⁾, to one <see cref="LayerRow"/> a part. As with <see cref="BatchAggregator"/>, several
/// engine batches may be added, sums run in the order of the samples, and nothing is allocated for a sample.
/// </summary>
/// <remarks>
/// v, the unit eigenvector of λ_min, is that of R = A without the output layer's part, which is a multiple of the identity where the output layer is linear: in
/// R small eigenvalues are not hidden under it. A part vᵀA⁽ˡ⁾v that rounding makes negative is 0. Shares are of the sum of the parts, so those of one sample
/// sum to 1; where that sum is 0 (a λ_min of 0) they are NaN. Shares without the output bias are means over those samples in which more than rounding, C·2⁻⁵²
/// of the whole, is left without it.
/// </remarks>
public sealed class LayerAggregator
{
    private const double Rounding = 1.0 / (1L << 52);

    private readonly int _classes;
    private readonly int _layers;
    private readonly int _outputLayer;
    private readonly bool _hasOutputBias;
    private readonly string[] _names;
    private readonly SmallestEigenvector _eigenvector;
    private readonly double[] _remainder;
    private readonly double[] _vector;
    private readonly double[] _trace;
    private readonly double[] _lambdaMin;
    private readonly PartSums _traces;
    private readonly PartSums _lambdaMins;
    private readonly LayerRow[] _rows;
    private int _samples;

    public LayerAggregator(Network network)
    {
        (_classes, _layers) = (network.Classes, network.ParameterLayers.Length);
        _outputLayer = network.OutputLayer?.Index ?? -1;
        _hasOutputBias = network.HasOutputBias;
        _names = [.. network.ParameterLayers.Select(layer => layer.Name), .. _hasOutputBias ? (string[])[LayerRow.OutputBias] : []];
        _eigenvector = new SmallestEigenvector(_classes);
        _remainder = new double[_classes * _classes];
        _vector = new double[_classes];
        (_trace, _lambdaMin) = (new double[_names.Length], new double[_names.Length]);
        (_traces, _lambdaMins) = (new PartSums(_names.Length, _hasOutputBias), new PartSums(_names.Length, _hasOutputBias));
        _rows = new LayerRow[_names.Length];
    }

    /// <summary>Forgets what was added.</summary>
    public void Begin()
    {
        _samples = 0;
        _traces.Clear();
        _lambdaMins.Clear();
    }

    /// <exception cref="ArgumentException">The measurements hold no parts, or those of another network.</exception>
    public void Add(Measurements measurements)
    {
        if (measurements.Level < MeasurementLevel.Layers || measurements.Classes != _classes || measurements.LayerCount != _layers)
        {
            throw new ArgumentException(
                $"measurements of level {measurements.Level} with {measurements.LayerCount} layers and {measurements.Classes} classes hold no parts of "
                    + $"{_layers} layers and {_classes} classes.", nameof(measurements));
        }

        int length = _layers * _classes * _classes;
        for (int n = 0; n < measurements.Count; n++)
        {
            Add(measurements.LayerA.AsSpan(n * length, length));
        }
    }

    /// <summary>The rows of everything added since <see cref="Begin"/>, in order of the parts; valid until the next call.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public ReadOnlySpan<LayerRow> Finish(long step)
    {
        if (_samples == 0)
        {
            throw new InvalidOperationException("rows need at least one sample.");
        }

        for (int part = 0; part < _rows.Length; part++)
        {
            _rows[part] = new LayerRow
            {
                Step = step,
                Part = part,
                Name = _names[part],
                Trace = _traces.Values[part] / _samples,
                LambdaMinPart = _lambdaMins.Values[part] / _samples,
                TraceShare = _traces.Shares[part] / _samples,
                LambdaMinShare = _lambdaMins.Shares[part] / _samples,
                TraceShareWithoutOutputBias = _traces.ShareWithoutBias(part),
                LambdaMinShareWithoutOutputBias = _lambdaMins.ShareWithoutBias(part),
            };
        }

        return _rows;
    }

    /// <summary>One sample.</summary>
    /// <param name="parts">A⁽ˡ⁾, [l, c, c].</param>
    private void Add(ReadOnlySpan<double> parts)
    {
        _samples++;
        SumRemainder(parts);
        _eigenvector.Find(_remainder, _vector);
        for (int layer = 0; layer < _layers; layer++)
        {
            SetValues(layer, Part(parts, layer));
        }

        if (_hasOutputBias)
        {
            (_trace[^1], _lambdaMin[^1]) = (_classes, 1);
        }

        _traces.Add(_trace, _classes * Rounding);
        _lambdaMins.Add(_lambdaMin, _classes * Rounding);
    }

    /// <summary>R = Σ_l A⁽ˡ⁾ over all layers but a linear output layer.</summary>
    private void SumRemainder(ReadOnlySpan<double> parts)
    {
        _remainder.AsSpan().Clear();
        for (int layer = 0; layer < _layers; layer++)
        {
            ReadOnlySpan<double> part = Part(parts, layer);
            for (int i = 0; layer != _outputLayer && i < part.Length; i++)
            {
                _remainder[i] += part[i];
            }
        }
    }

    private void SetValues(int layer, ReadOnlySpan<double> part)
    {
        if (layer == _outputLayer)
        {
            // (1 + ‖h‖²) I, of which the 1 is the bias's.
            double scale = Math.Max(0, part[0] - (_hasOutputBias ? 1 : 0));
            (_trace[layer], _lambdaMin[layer]) = (_classes * scale, scale);
            return;
        }

        (_trace[layer], _lambdaMin[layer]) = (SquareMatrix.Trace(part, _classes), Math.Max(0, SquareMatrix.QuadraticForm(part, _vector)));
    }

    private ReadOnlySpan<double> Part(ReadOnlySpan<double> parts, int layer) => parts.Slice(layer * _classes * _classes, _classes * _classes);
}
