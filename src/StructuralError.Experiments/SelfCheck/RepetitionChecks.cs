using StructuralError.Core.Engines;
using StructuralError.Core.Networks;

namespace StructuralError.Experiments.SelfCheck;

/// <summary>What must not change a bit: a second run, and the announcement of steps to come. The deviation is the number of results with other bits.</summary>
internal sealed class RepetitionChecks(EngineFactory device)
{
    private const int Epochs = 5;

    public IEnumerable<Check> All() => Limits.Precisions.SelectMany(precision => (Check[])
    [
        new("bits", $"a second run, {Limits.Name(precision)}", 0, () => Different(precision, first: _ => { }, second: _ => { })),
        new("bits", $"steps announced, {Limits.Name(precision)}", 0, () => Different(precision, first: _ => { }, second: session => session.Prefetches = true)),
        new("bits", $"steps announced and the engine asked in between, {Limits.Name(precision)}", 0, () => Different(precision, first: _ => { }, second: session => (session.Prefetches, session.Interrupts) = (true, true))),
    ]);

    private double Different(Precision precision, Action<Session> first, Action<Session> second) => SampleNetwork.All.Sum(network =>
    {
        double[] Results(Action<Session> set)
        {
            using IEngine engine = network.Engine(device, precision);
            var session = new Session(network, engine);
            set(session);
            return session.Run();
        }

        return Deviation.Bits(Results(first), Results(second));
    });

    /// <summary>Some epochs of training.</summary>
    private sealed class Session(SampleNetwork network, IEngine engine)
    {
        private readonly StepSchedule _schedule = new(network);
        private readonly Measurements _rows = network.Measurements(MeasurementLevel.Structure);
        private readonly Measurements _other = network.Measurements(MeasurementLevel.Layers);

        public bool Prefetches { get; set; }

        /// <summary>Whether it measures, evaluates and saves in the middle of announced steps.</summary>
        public bool Interrupts { get; set; }

        /// <returns>All rows, and the parameters at the end.</returns>
        public double[] Run()
        {
            var results = new List<double>();
            for (int step = 0; step < Epochs * _schedule.StepsPerEpoch; step++)
            {
                if (Prefetches && step % _schedule.StepsPerEpoch == 0)
                {
                    engine.Prefetch(_schedule.Ahead(step / _schedule.StepsPerEpoch));
                }

                Ask(step);
                engine.Step(_schedule.Batch(step), StepSchedule.Sgd, _rows);
                results.AddRange([.. _rows.Loss[.._rows.Count], .. _rows.GradientNorm[.._rows.Count], .. _rows.Eigenvalues[..(_rows.Count * _rows.Classes)]]);
            }

            var parameters = new ParameterSet(network.Network);
            engine.Save(parameters);
            return [.. results, .. parameters.Parameters.SelectMany(parameter => (IEnumerable<double>)[.. parameter.Values, .. parameter.Momentum, .. parameter.Compensation])];
        }

        private void Ask(int step)
        {
            switch (Interrupts ? step % 4 : 0)
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
