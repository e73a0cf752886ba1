using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Experiments.Services;
using StructuralError.Tests.Cli;
using StructuralError.Tests.Training;

namespace StructuralError.Tests.Durability;

/// <summary>The program's own services, but a step of the engine takes so much of the clock's time, whatever the machine.</summary>
internal static class TimedServices
{
    public static ExperimentServices Of(ManualClock clock, TimeSpan step)
    {
        ExperimentServices real = RealServices.WithoutCuda() with { Time = clock };
        return real with { EngineFactory = (network, spec, batchCapacity, device) => new TimedEngine(real.CreateEngine(network, spec, batchCapacity, device), clock, step) };
    }

    private sealed class TimedEngine(IEngine engine, ManualClock clock, TimeSpan step) : IEngine
    {
        public EngineInfo Info => engine.Info;

        public IReadOnlyList<LayerPlan> Plan => engine.Plan;

        public void Load(ParameterSet parameters) => engine.Load(parameters);

        public void Save(ParameterSet parameters) => engine.Save(parameters);

        public void Measure(in Batch batch, Measurements into) => engine.Measure(batch, into);

        public void Step(in Batch batch, in SgdOptions sgd, Measurements into)
        {
            engine.Step(batch, sgd, into);
            clock.Advance(step);
        }

        public void Prefetch(in UpcomingSteps steps) => engine.Prefetch(steps);

        public Evaluation Evaluate(Dataset data, CancellationToken cancellation = default) => engine.Evaluate(data, cancellation);

        public void Dispose() => engine.Dispose();
    }
}
