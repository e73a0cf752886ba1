using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;

namespace StructuralError.Tests.Training;

/// <summary>An engine that allocates nothing, for tests of what surrounds it.</summary>
internal sealed class SilentEngine : IEngine
{
    public EngineInfo Info { get; } = new("silent", Precision.F32, "none", 1);

    public IReadOnlyList<LayerPlan> Plan => [];

    public void Load(ParameterSet parameters)
    {
    }

    public void Save(ParameterSet parameters)
    {
    }

    public void Measure(in Batch batch, Measurements into) => Step(batch, default, into);

    public void Step(in Batch batch, in SgdOptions sgd, Measurements into)
    {
        into.Count = batch.Count;
        into.Eigenvalues.AsSpan().Fill(1);
        into.FittingError.AsSpan().Fill(1 + batch.Step);
        into.GradientNorm.AsSpan().Fill(1 + batch.Step);
    }

    public Evaluation Evaluate(Dataset data, CancellationToken cancellation = default) => default;

    public void Dispose()
    {
    }
}
