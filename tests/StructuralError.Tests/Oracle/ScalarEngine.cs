using System.Numerics.Tensors;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Losses;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;

namespace StructuralError.Tests.Oracle;

/// <summary>
/// The engine contract by definition: J of every sample explicitly (C × P) by one backward pass a class, A = J Jᵀ, A⁽ˡ⁾ from the columns of layer l,
/// the gradient norm from the loss gradient itself. Slow, plain, float64; F32 rounds parameters and what passes between layers to float32.
/// </summary>
/// <param name="masks">Dropout masks by layer, t and position in the batch; without it they come from <paramref name="seed"/>.</param>
public sealed partial class ScalarEngine(Network network, Precision precision, int batchCapacity, long seed, ScalarEngine.DropoutMask? masks = null) : IEngine
{
    private readonly ScalarNetwork _network = new(network, precision);
    private readonly double[] _momentum = new double[network.ParameterCount];
    private readonly int _classes = network.Classes;

    /// <summary>Which values of a dropout layer are kept.</summary>
    public delegate bool[] DropoutMask(ScalarDropout dropout, long step, int position);

    /// <summary>What is trained for.</summary>
    public ILoss Loss { get; init; } = LossTable.Default;

    public EngineInfo Info { get; } = new("oracle", precision, "scalar", 1);

    public IReadOnlyList<LayerPlan> Plan => [];

    /// <summary>θ as one vector: layer by layer, weight before bias.</summary>
    public double[] Theta => _network.Theta;

    public void Load(ParameterSet parameters) => ForEachParameter(parameters, (parameter, start) =>
    {
        Rounding.ToPrecision(parameter.Values, precision).CopyTo(_network.Theta, start);
        Rounding.ToPrecision(parameter.Momentum, precision).CopyTo(_momentum, start);
    });

    public void Save(ParameterSet parameters) => ForEachParameter(parameters, (parameter, start) =>
    {
        Array.Copy(_network.Theta, start, parameter.Values, 0, parameter.Values.Length);
        Array.Copy(_momentum, start, parameter.Momentum, 0, parameter.Momentum.Length);
    });

    public void Measure(in Batch batch, Measurements into)
    {
        Check(batch, into);
        for (int n = 0; n < batch.Count; n++)
        {
            Write(Run(batch.Data, batch.Indices.Span[n], null), Target.Of(batch.Data, batch.Indices.Span[n]), into, n);
        }

        into.Count = batch.Count;
    }

    /// <summary>As <see cref="Measure(in Batch, Measurements)"/>, with one sample on chosen sides of its kinks.</summary>
    public void Measure(in Batch batch, Measurements into, KinkSides sides)
    {
        Check(batch, into);
        ArgumentOutOfRangeException.ThrowIfNotEqual(batch.Count, 1);
        Write(Run(batch.Data, batch.Indices.Span[0], null, sides), Target.Of(batch.Data, batch.Indices.Span[0]), into, 0);
        into.Count = 1;
    }

    public void Step(in Batch batch, in SgdOptions sgd, Measurements into)
    {
        Check(batch, into);
        double[] gradient = new double[Theta.Length];
        for (int n = 0; n < batch.Count; n++)
        {
            ScalarSample sample = Run(batch.Data, batch.Indices.Span[n], Masks(batch.Step, n));
            Write(sample, Target.Of(batch.Data, batch.Indices.Span[n]), into, n);
            for (int p = 0; p < gradient.Length; p++)
            {
                gradient[p] += sample.LossGradient[p] / batch.Count;
            }
        }

        into.Count = batch.Count;
        for (int p = 0; p < gradient.Length; p++)
        {
            _momentum[p] = Rounding.ToPrecision((sgd.Momentum * _momentum[p]) + gradient[p] + (sgd.WeightDecay * Theta[p]), precision);
            Theta[p] = Rounding.ToPrecision(Theta[p] - (sgd.LearningRate * _momentum[p]), precision);
        }
    }

    public Evaluation Evaluate(Dataset data, CancellationToken cancellation = default)
    {
        double loss = 0;
        int correct = 0;
        CheckData(data);
        for (int n = 0; n < data.Count; n++)
        {
            ScalarSample sample = Run(data, n, null);
            loss += sample.Loss;
            correct += IsCorrect(sample.Logits, data.Labels[n]) ? 1 : 0;
        }

        return new Evaluation(loss / data.Count, (double)correct / data.Count, data.Count);
    }

    public void Dispose()
    {
    }

    /// <summary>One sample without dropout.</summary>
    public ScalarSample Run(Dataset data, int index) => Run(data, index, null);

    /// <summary>How near the nearest sample comes to a kink; see <see cref="KinkMargin"/>.</summary>
    public double SmallestMargin(Dataset data) => Enumerable.Range(0, data.Count).Min(index => Run(data, index).KinkMargin);

    /// <summary>J of the sample of the last <see cref="Run(Dataset, int)"/>, one row of length P a class.</summary>
    public double[][] Jacobian() =>
        [.. Enumerable.Range(0, _classes).Select(c => _network.Gradient([.. Enumerable.Range(0, _classes).Select(k => k == c ? 1.0 : 0)]))];

    /// <summary>Σ over the columns of layer <paramref name="index"/> of J_ca J_ba: A⁽ˡ⁾, row-major.</summary>
    public double[] LayerGram(double[][] jacobian, int index)
    {
        (int start, int count) = _network.Block(index);
        double[] gram = new double[_classes * _classes];
        for (int a = 0; a < _classes; a++)
        {
            for (int b = 0; b < _classes; b++)
            {
                gram[(a * _classes) + b] = Gram(jacobian, a, b, start, count);
            }
        }

        return gram;
    }

    private static double Gram(double[][] jacobian, int a, int b, int start, int count) =>
        TensorPrimitives.Dot<double>(jacobian[a].AsSpan(start, count), jacobian[b].AsSpan(start, count));

    private ScalarSample Run(Dataset data, int index, Func<ScalarDropout, bool[]>? sampleMasks, KinkSides? sides = null)
    {
        float[] pixels = new float[data.SampleShape.Count];
        data.CopySample(index, pixels);
        var pass = new ScalarPass(sampleMasks, new KinkMargin(), sides);
        double[] logits = _network.Forward([.. pixels.Select(pixel => (double)pixel)], pass);
        double[] error = new double[_classes];
        double loss = Loss.Evaluate(logits, Target.Of(data, index), error, out double fittingError);
        double[] gradient = _network.Gradient([.. error.Select(e => -e)]);
        return new ScalarSample(logits, loss, error, fittingError, gradient, pass.Kinks.Smallest);
    }

    private void Write(ScalarSample sample, in Target target, Measurements into, int n)
    {
        into.Loss[n] = sample.Loss;
        into.Correct[n] = IsCorrect(sample.Logits, target.Label);
        if (into.Level < MeasurementLevel.Structure)
        {
            return;
        }

        double[][] jacobian = Jacobian();
        double[] gram = new double[_classes * _classes];
        for (int a = 0; a < _classes; a++)
        {
            for (int b = 0; b < _classes; b++)
            {
                gram[(a * _classes) + b] = Gram(jacobian, a, b, 0, Theta.Length);
            }
        }

        sample.Logits.CopyTo(into.Logits, n * _classes);
        into.FittingError[n] = sample.FittingError;
        into.GradientNorm[n] = sample.GradientNorm;
        double[] scaled = new double[_classes];
        double logScale = 2 * Loss.EvaluateScaled(sample.Logits, in target, scaled, out double squaredNorm);
        into.SmallLogFittingError[n] = logScale + Math.Log(squaredNorm);
        into.SmallLogGradientNorm[n] = logScale
            + Math.Log(Enumerable.Range(0, gram.Length).Sum(i => scaled[i / _classes] * gram[i] * scaled[i % _classes]));
        double[] eigenvalues = SymmetricEigenvalues.Of(gram, _classes);

        // Where nothing keeps them away from 0, what lies within the error of a solver is 0.
        bool isFree = network.OutputLayer is null;
        eigenvalues = [.. eigenvalues.Select(value => isFree && Math.Abs(value) <= 1e-12 * eigenvalues[^1] ? 0 : value)];
        eigenvalues.CopyTo(into.Eigenvalues, n * _classes);
        if (into.Level >= MeasurementLevel.Matrix)
        {
            gram.CopyTo(into.A, n * gram.Length);
        }

        if (into.Level >= MeasurementLevel.Layers)
        {
            foreach (ParameterLayer layer in network.ParameterLayers)
            {
                LayerGram(jacobian, layer.Index).CopyTo(into.LayerA, ((n * into.LayerCount) + layer.Index) * gram.Length);
            }
        }
    }
}
