using StructuralError.Core.Engines;
using StructuralError.Core.Networks;

namespace StructuralError.Experiments.SelfCheck;

/// <summary>What must not change a bit: a second run, and the announcement of steps to come. The deviation is the number of results with other bits.</summary>
internal sealed class RepetitionChecks(EngineFactory device)
{
    private const int Epochs = 5;

    public IEnumerable<Check> All() => Limits.Precisions.SelectMany(precision => (Check[])
    [
        Of("a second run", precision),
        Of("steps announced", precision, prefetches: true),
        Of("steps announced and the engine asked in between", precision, prefetches: true, interrupts: true),
    ]);

    /// <summary>A plain run against another.</summary>
    /// <param name="interrupts">Whether the other measures, evaluates and saves in the middle of announced steps.</param>
    private Check Of(string name, Precision precision, bool prefetches = false, bool interrupts = false) =>
        new("bits", $"{name}, {Limits.Name(precision)}", 0, () => SampleNetwork.All.Sum(network =>
            Deviation.Bits(Results(network, precision, false, false), Results(network, precision, prefetches, interrupts))));

    /// <summary>Some epochs of training.</summary>
    /// <returns>All rows, and the parameters at the end.</returns>
    private double[] Results(SampleNetwork network, Precision precision, bool prefetches, bool interrupts)
    {
        using IEngine engine = network.Engine(device, precision);
        var schedule = new StepSchedule(network);
        Measurements rows = network.Measurements(MeasurementLevel.Structure), other = network.Measurements(MeasurementLevel.Layers);
        var results = new List<double>();
        for (int step = 0; step < Epochs * schedule.StepsPerEpoch; step++)
        {
            if (prefetches && step % schedule.StepsPerEpoch == 0)
            {
                engine.Prefetch(schedule.Ahead(step / schedule.StepsPerEpoch));
            }

            switch (interrupts ? step % 4 : 0)
            {
                case 1:
                    engine.Measure(network.Whole(), other);
                    break;
                case 2:
                    engine.Save(new ParameterSet(network.Network));
                    break;
                case 3:
                    _ = engine.Evaluate(network.Data);
                    break;
                default:
                    break;
            }

            engine.Step(schedule.Batch(step), StepSchedule.Sgd, rows);
            results.AddRange([.. rows.Loss[..rows.Count], .. rows.GradientNorm[..rows.Count], .. rows.Eigenvalues[..(rows.Count * rows.Classes)]]);
        }

        var parameters = new ParameterSet(network.Network);
        engine.Save(parameters);
        results.AddRange(parameters.Parameters.SelectMany(own => (double[])[.. own.Values, .. own.Momentum, .. own.Compensation]));
        return [.. results];
    }
}
