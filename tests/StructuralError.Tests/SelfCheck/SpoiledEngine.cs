using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;

namespace StructuralError.Tests.SelfCheck;

/// <summary>A good engine whose results are spoilt on their way out.</summary>
internal sealed class SpoiledEngine(IEngine inner) : IEngine
{
    private bool _isAnnounced;

    public Action<Measurements> Measured { get; init; } = _ => { };

    public Action<ParameterSet> Saved { get; init; } = _ => { };

    public Func<Evaluation, Evaluation> Evaluated { get; init; } = found => found;

    public bool IsSpoiltByAnnouncement { get; init; }

    public EngineInfo Info => inner.Info;

    public IReadOnlyList<LayerPlan> Plan => inner.Plan;

    public void Load(ParameterSet parameters) => inner.Load(parameters);

    public void Save(ParameterSet parameters)
    {
        inner.Save(parameters);
        Saved(parameters);
    }

    public void Measure(in Batch batch, Measurements into)
    {
        inner.Measure(batch, into);
        Measured(into);
    }

    public void Step(in Batch batch, in SgdOptions sgd, Measurements into)
    {
        inner.Step(batch, sgd, into);
        Measured(into);
        if (_isAnnounced && IsSpoiltByAnnouncement)
        {
            into.Loss[0] = Math.BitIncrement(into.Loss[0]);
        }
    }

    public void Prefetch(in UpcomingSteps steps)
    {
        _isAnnounced = true;
        inner.Prefetch(steps);
    }

    public Evaluation Evaluate(Dataset data, CancellationToken cancellation = default) => Evaluated(inner.Evaluate(data, cancellation));

    public void Dispose() => inner.Dispose();
}
