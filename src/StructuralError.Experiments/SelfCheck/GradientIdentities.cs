using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.RandomNumbers;

namespace StructuralError.Experiments.SelfCheck;

/// <summary>
/// Measurements against the gradient that training uses. After one step from rest SGD's velocity is the gradient itself, g = −Σ_c e_c ∇f_c averaged over
/// the batch, so it can be read back from any engine.
/// </summary>
internal sealed class GradientIdentities(EngineFactory device, Precision precision)
{
    /// <summary>A central difference is exact to the square of its step, and loses the digits that the two losses have in common.</summary>
    public const double DifferenceLimit = 1e-6;

    private const double DifferenceStep = 1e-5;
    private const long DirectionSeed = 5;

    private static readonly SgdOptions Rest = new(LearningRate: 0, Momentum: 0.9, WeightDecay: 0);
    private static readonly int[] OnlySample = [0];

    /// <summary>‖g_n‖² = eᵀ A e of the same step.</summary>
    public double GradientNorm(SampleNetwork network)
    {
        using IEngine engine = network.Engine(device, precision);
        Measurements measured = network.Measurements(MeasurementLevel.Structure);
        return Deviation.Largest([.. Enumerable.Range(0, network.Data.Count).Select(n =>
        {
            double[] gradient = Gradient(network, engine, network.Batch(n), measured);
            return Deviation.Of(Product(gradient, gradient), measured.GradientNorm[0]);
        })]);
    }

    /// <summary>
    /// The image of sample n under label y has the gradient g_y = Jᵀ(p − δ_y), so (p − δ_y)ᵀ A (p − δ_z) = ⟨g_y, g_z⟩ for all pairs of labels: A everywhere
    /// but along the vector of ones.
    /// </summary>
    public double StructuralMatrix(SampleNetwork network)
    {
        const int Images = 2;
        using IEngine engine = network.Engine(device, precision);
        return Deviation.Largest([.. Enumerable.Range(0, Images).Select(n => StructuralMatrix(network, engine, n))]);
    }

    /// <summary>g = 1/N Σ_n g_n. Not with dropout, whose masks go by the place in the batch.</summary>
    public double Mean(SampleNetwork network)
    {
        if (network.HasDropout)
        {
            return 0;
        }

        using IEngine engine = network.Engine(device, precision);
        Measurements measured = network.Measurements(MeasurementLevel.Loss);
        double[][] gradients = [.. Enumerable.Range(0, network.Data.Count).Select(n => Gradient(network, engine, network.Batch(n), measured))];
        double[] mean = [.. Enumerable.Range(0, gradients[0].Length).Select(p => gradients.Sum(gradient => gradient[p] / gradients.Length))];
        return Deviation.Of(mean, Gradient(network, engine, network.Whole(), measured));
    }

    /// <summary>⟨g, d⟩ = (loss(θ + h d) − loss(θ − h d)) / 2h along a random direction d, for networks without a kink.</summary>
    public double Derivative(SampleNetwork network)
    {
        if (!network.IsSmooth)
        {
            return 0;
        }

        using IEngine engine = network.Engine(device, precision);
        Measurements measured = network.Measurements(MeasurementLevel.Loss);
        double[] gradient = Gradient(network, engine, network.Whole(), measured);
        double[] direction = new double[gradient.Length];
        new TorchGenerator(DirectionSeed).FillNormal(direction, 0, 1);
        double after = Loss(network, engine, direction, DifferenceStep, measured), before = Loss(network, engine, direction, -DifferenceStep, measured);
        double difference = (after - before) / (2 * DifferenceStep);
        return Math.Abs(difference - Product(gradient, direction)) / Math.Sqrt(Product(gradient, gradient) * Product(direction, direction));
    }

    private static double StructuralMatrix(SampleNetwork network, IEngine engine, int sample)
    {
        int classes = network.Network.Classes;
        Measurements measured = network.Measurements(MeasurementLevel.Matrix);
        double[][] gradients = [.. Enumerable.Range(0, classes).Select(label =>
            Gradient(network, engine, new Batch(network.Labelled(sample, label), OnlySample, 0), measured))];
        double[] probabilities = Softmax(measured.Logits.AsSpan(0, classes));
        double[][] errors = [.. Enumerable.Range(0, classes).Select(y => probabilities.Select((p, c) => p - (c == y ? 1 : 0)).ToArray())];
        double[] expected = [.. gradients.SelectMany(y => gradients.Select(z => Product(y, z)))];
        double[] actual = [.. errors.SelectMany(y => errors.Select(z => Form(y, measured.A, z)))];
        return Deviation.Of(expected, actual);
    }

    /// <summary>The gradient of the batch's mean loss at the network's parameters, all tensors one after the other.</summary>
    private static double[] Gradient(SampleNetwork network, IEngine engine, in Batch batch, Measurements into)
    {
        engine.Load(network.Parameters);
        engine.Step(batch, Rest, into);
        var after = new ParameterSet(network.Network);
        engine.Save(after);
        return [.. after.Parameters.SelectMany(parameter => parameter.Momentum)];
    }

    private static double Loss(SampleNetwork network, IEngine engine, double[] direction, double step, Measurements into)
    {
        var moved = new ParameterSet(network.Network);
        int p = 0;
        foreach ((Parameter from, Parameter to) in network.Parameters.Parameters.Zip(moved.Parameters))
        {
            for (int i = 0; i < to.Values.Length; i++, p++)
            {
                to.Values[i] = from.Values[i] + (step * direction[p]);
            }
        }

        engine.Load(moved);
        engine.Measure(network.Whole(), into);
        return into.Loss.AsSpan(0, into.Count).ToArray().Average();
    }

    private static double[] Softmax(ReadOnlySpan<double> logits)
    {
        double[] powers = logits.ToArray();
        double largest = powers.Max();
        powers = [.. powers.Select(value => Math.Exp(value - largest))];
        return [.. powers.Select(power => power / powers.Sum())];
    }

    /// <summary>xᵀ A y, A stored from the start of <paramref name="matrix"/>.</summary>
    private static double Form(double[] x, double[] matrix, double[] y) =>
        x.Select((value, a) => value * Product(matrix.AsSpan(a * y.Length, y.Length), y)).Sum();

    private static double Product(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }
}
