using StructuralError.Core.Engines;

namespace StructuralError.Experiments.SelfCheck;

/// <summary>Evaluation goes another way than measurement, and must come to the same loss and accuracy.</summary>
internal sealed class EvaluationChecks(EngineFactory device)
{
    public IEnumerable<Check> All() => Limits.Precisions.Select(precision =>
        new Check("evaluation", $"loss and accuracy of all samples, {Limits.Name(precision)}", Limits.OfMeasurements(precision),
            () => SelfCheck.Deviation.Largest([.. SampleNetwork.All.Select(network => Deviation(network, precision))])));

    private double Deviation(SampleNetwork network, Precision precision)
    {
        using IEngine engine = network.Engine(device, precision);
        Measurements measured = network.Measurements(MeasurementLevel.Loss);
        engine.Measure(network.Whole(), measured);
        Evaluation evaluated = engine.Evaluate(network.Data);
        return SelfCheck.Deviation.Largest(
            SelfCheck.Deviation.Of(measured.Loss.Average(), evaluated.Loss),
            SelfCheck.Deviation.Of(measured.Correct.Count(correct => correct), evaluated.Accuracy * evaluated.Samples),
            Math.Abs(network.Data.Count - evaluated.Samples));
    }
}
