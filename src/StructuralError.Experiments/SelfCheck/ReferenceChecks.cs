using StructuralError.Core.Engines;
using StructuralError.Core.Networks;

namespace StructuralError.Experiments.SelfCheck;

/// <summary>PyTorch's float64 values: measurements at the initial parameters, and the parameters after three steps.</summary>
internal sealed class ReferenceChecks(EngineFactory device)
{
    private static readonly SgdOptions Sgd = new(LearningRate: 0.01, Momentum: 0.9, WeightDecay: 0);

    public IEnumerable<Check> All() => ReferenceCase.All.SelectMany(reference => Limits.Precisions.SelectMany(precision => (Check[])
    [
        Of(reference, precision, "measured as by PyTorch", Measured),
        Of(reference, precision, "three steps as by PyTorch", Stepped),
    ]));

    private static Check Of(ReferenceCase reference, Precision precision, string what, Func<ReferenceCase, Precision, double> deviation) =>
        new("reference", $"{reference.Name} {Limits.Name(precision)} {what}", Limits.OfMeasurements(precision), () => deviation(reference, precision));

    private double Measured(ReferenceCase reference, Precision precision)
    {
        using IEngine engine = Engine(reference, precision);
        int layers = reference.Network.ParameterLayers.Length, classes = reference.Network.Classes;
        var actual = new Measurements(reference.Data.Count, classes, MeasurementLevel.Layers, layers);
        engine.Measure(All(reference, 0), actual);
        double largest = SelfCheck.Deviation.Largest(
            Deviation(reference, "logits", actual.Logits),
            Deviation(reference, "A", actual.A),
            Deviation(reference, "eigenvalues", actual.Eigenvalues),
            Deviation(reference, "fitting_error", actual.FittingError),
            Deviation(reference, "gradient_norm", actual.GradientNorm),
            Deviation(reference, "loss", actual.Loss));
        for (int layer = 0; layer < layers; layer++)
        {
            int size = classes * classes;
            double[] part = [.. Enumerable.Range(0, actual.Count).SelectMany(n => actual.LayerA.AsSpan(((n * layers) + layer) * size, size).ToArray())];
            largest = Math.Max(largest, Deviation(reference, $"layer{layer}.A", part));
        }

        return largest;
    }

    private double Stepped(ReferenceCase reference, Precision precision)
    {
        using IEngine engine = Engine(reference, precision);
        var measurements = new Measurements(reference.Data.Count, reference.Network.Classes, MeasurementLevel.Structure);
        for (int step = 0; step < 3; step++)
        {
            engine.Step(All(reference, step), Sgd, measurements);
        }

        var actual = new ParameterSet(reference.Network);
        engine.Save(actual);
        return SelfCheck.Deviation.Largest(
            [.. reference.Parameters(".after3").Parameters.Zip(actual.Parameters, (e, a) => SelfCheck.Deviation.Of(e.Values, a.Values))]);
    }

    private IEngine Engine(ReferenceCase reference, Precision precision)
    {
        IEngine engine = device(reference.Network, precision, reference.Data.Count, 0);
        engine.Load(reference.Parameters());
        return engine;
    }

    private static double Deviation(ReferenceCase reference, string quantity, double[] actual) => SelfCheck.Deviation.Of(reference.Expected(quantity), actual);

    private static Batch All(ReferenceCase reference, long step) => new(reference.Data, Enumerable.Range(0, reference.Data.Count).ToArray(), step);
}
