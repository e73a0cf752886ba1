using StructuralError.Core.Engines;
using StructuralError.Core.Networks;

namespace StructuralError.Experiments.SelfCheck;

/// <summary>Training with everything measured, against the processor's engine: the same rows and parameters but for rounding.</summary>
/// <param name="processor">An engine on one thread.</param>
internal sealed class AgreementChecks(EngineFactory device, EngineFactory processor)
{
    private const int Steps = 10;

    /// <summary>Without dropout: each engine draws masks of its own.</summary>
    public IEnumerable<Check> All() =>
        SampleNetwork.All.Where(network => !network.HasDropout).SelectMany(network => Limits.Precisions.Select(precision => Of(network, precision, Steps)));

    /// <param name="steps">Fewer for a quick look.</param>
    public Check Of(SampleNetwork network, Precision precision, int steps) => new(
        "agreement", $"{network.Name} {Limits.Name(precision)} {steps} steps as on the CPU", Limits.OfSteps(precision),
        () => Deviation(network, precision, steps));

    private double Deviation(SampleNetwork network, Precision precision, int steps)
    {
        using IEngine one = network.Engine(device, precision), other = network.Engine(processor, precision);
        double largest = 0;
        var schedule = new StepSchedule(network);
        Measurements actual = network.Measurements(MeasurementLevel.Structure), expected = network.Measurements(MeasurementLevel.Structure);
        for (int step = 0; step < steps; step++)
        {
            one.Step(schedule.Batch(step), StepSchedule.Sgd, actual);
            other.Step(schedule.Batch(step), StepSchedule.Sgd, expected);
            largest = Math.Max(largest, SelfCheck.Deviation.Of(expected, actual));
        }

        var saved = new ParameterSet(network.Network);
        var wanted = new ParameterSet(network.Network);
        one.Save(saved);
        other.Save(wanted);
        return Math.Max(largest, SelfCheck.Deviation.Of(wanted, saved));
    }
}
