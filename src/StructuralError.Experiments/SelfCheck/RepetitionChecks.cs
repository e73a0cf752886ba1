using StructuralError.Core.Engines;
using StructuralError.Core.Networks;

namespace StructuralError.Experiments.SelfCheck;

/// <summary>What must not change a bit: a second run, and the announcement of steps to come. The deviation is the number of results with other bits.</summary>
internal sealed class RepetitionChecks(EngineFactory device)
{
    private const int Epochs = 5;

    public IEnumerable<Check> All() => Limits.Precisions.SelectMany(precision => (Check[])
    [
        new("bits", $"a second run, {Limits.Name(precision)}", 0, () => Different(precision)),
        new("bits", $"steps announced, {Limits.Name(precision)}", 0, () => Different(precision, prefetches: true)),
        new(
            "bits",
            $"steps announced and the engine asked in between, {Limits.Name(precision)}",
            0,
            () => Different(precision, prefetches: true, interrupts: true)),
    ]);

    /// <summary>A plain run against another.</summary>
    /// <param name="interrupts">Whether the other measures, evaluates and saves in the middle of announced steps.</param>
    private double Different(Precision precision, bool prefetches = false, bool interrupts = false) => SampleNetwork.All.Sum(network =>
    {
        double[] Results(bool prefetches, bool interrupts)
        {
            using IEngine engine = network.Engine(device, precision);
            return new Session(network, engine, prefetches, interrupts).Run();
        }

        return Deviation.Bits(Results(false, false), Results(prefetches, interrupts));
    });

    /// <summary>Some epochs of training.</summary>
    private sealed class Session(SampleNetwork network, IEngine engine, bool prefetches, bool interrupts)
    {
        private readonly StepSchedule _schedule = new(network);
        private readonly Measurements _rows = network.Measurements(MeasurementLevel.Structure);
        private readonly Measurements _other = network.Measurements(MeasurementLevel.Layers);

        /// <returns>All rows, and the parameters at the end.</returns>
        public double[] Run()
        {
            var results = new List<double>();
            for (int step = 0; step < Epochs * _schedule.StepsPerEpoch; step++)
            {
                if (prefetches && step % _schedule.StepsPerEpoch == 0)
                {
                    engine.Prefetch(_schedule.Ahead(step / _schedule.StepsPerEpoch));
                }

                Ask(step);
                engine.Step(_schedule.Batch(step), StepSchedule.Sgd, _rows);
                results.AddRange([.. _rows.Loss[.._rows.Count], .. _rows.GradientNorm[.._rows.Count], .. _rows.Eigenvalues[..(_rows.Count * _rows.Classes)]]);
            }

            var parameters = new ParameterSet(network.Network);
            engine.Save(parameters);
            foreach (Parameter parameter in parameters.Parameters)
            {
                results.AddRange([.. parameter.Values, .. parameter.Momentum, .. parameter.Compensation]);
            }

            return [.. results];
        }

        private void Ask(int step)
        {
            switch (interrupts ? step % 4 : 0)
            {
                case 1:
                    engine.Measure(network.Whole(), _other);
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
        }
    }
}
