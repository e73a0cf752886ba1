using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;

namespace StructuralError.Experiments.SelfCheck;

/// <summary>An engine whose measurements a referee repeats at every N-th step. What the engine computes and hands on stays as it is.</summary>
/// <param name="every">N.</param>
internal sealed class RefereedEngine(IEngine inner, IReferee referee, Network network, int capacity, long every) : IEngine
{
    private readonly ParameterSet _parameters = new(network);
    private readonly Measurements _expected = new(capacity, network.Classes, MeasurementLevel.Matrix);
    private readonly Measurements _actual = new(capacity, network.Classes, MeasurementLevel.Matrix);

    public EngineInfo Info => inner.Info;

    public IKernelEngine? Kernels => inner.Kernels;

    public IReadOnlyList<LayerPlan> Plan => inner.Plan;

    /// <summary>What computes the referee's measurements.</summary>
    public string RefereeName => referee.Name;

    /// <summary>Steps that were checked.</summary>
    public long Checks { get; private set; }

    /// <summary>The largest of any quantity of any checked step, see <see cref="SelfCheck.Deviation"/>; not a number where one of them is none.</summary>
    public double LargestDeviation { get; private set; }

    public void Load(ParameterSet parameters) => inner.Load(parameters);

    public void Save(ParameterSet parameters) => inner.Save(parameters);

    public void Measure(in Batch batch, Measurements into) => inner.Measure(batch, into);

    public void Step(in Batch batch, in SgdOptions sgd, Measurements into)
    {
        bool isChecked = batch.Step % every == 0;
        if (isChecked)
        {
            Examine(batch);
        }

        inner.Step(batch, sgd, into);

        // The row itself too; with dropout the referee sees another network.
        if (isChecked && !network.IsRandom)
        {
            LargestDeviation = Deviation.Largest(LargestDeviation, Deviation.Of(_expected, into));
        }
    }

    public void Prefetch(in UpcomingSteps steps) => inner.Prefetch(steps);

    public Evaluation Evaluate(Dataset data, CancellationToken cancellation = default) => inner.Evaluate(data, cancellation);

    public void Dispose()
    {
        referee.Dispose();
        inner.Dispose();
    }

    /// <summary>Everything at θ_t without dropout, A included.</summary>
    private void Examine(in Batch batch)
    {
        inner.Save(_parameters);
        referee.Load(_parameters);
        referee.Measure(batch, _expected);
        inner.Measure(batch, _actual);
        LargestDeviation = Deviation.Largest(LargestDeviation, Deviation.Of(_expected, _actual));
        Checks++;
    }
}
