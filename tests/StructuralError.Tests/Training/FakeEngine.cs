using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using Xunit;

namespace StructuralError.Tests.Training;

/// <summary>An engine that computes nothing: samples get the values a test gives them, and every call is noted.</summary>
internal sealed class FakeEngine(Precision precision = Precision.F64) : IEngine
{
    private UpcomingSteps _ahead = new(Samples.Of(1), ReadOnlyMemory<int>.Empty, 1, 0, default);

    public List<string> Calls { get; } = [];

    public List<int[]> Batches { get; } = [];

    /// <summary>First step and number of steps of every announcement.</summary>
    public List<(long First, int Count)> Prefetched { get; } = [];

    /// <summary>Loss of sample n at step t.</summary>
    public Func<long, int, double> Loss { get; init; } = (_, sample) => 1 + sample;

    /// <summary>E_f of all samples at step t.</summary>
    public Func<long, double> FittingError { get; init; } = _ => 0.5;

    public Func<long, double> GradientNorm { get; init; } = _ => 1;

    /// <summary>Called at the start of each <see cref="Step"/> with t.</summary>
    public Action<long> OnStep { get; init; } = _ => { };

    public Action OnDispose { get; init; } = () => { };

    public EngineInfo Info { get; init; } = new("fake", precision, "none", 1);

    public IReadOnlyList<LayerPlan> Plan { get; } = [new LayerPlan("layer0 linear 4 -> 2", "norm", "[2]", 8, 0, 3, 8, 64)];

    public void Load(ParameterSet parameters)
    {
    }

    public void Save(ParameterSet parameters)
    {
    }

    public void Measure(in Batch batch, Measurements into)
    {
        // Whoever announces steps and then measures makes an engine that runs ahead go back.
        Assert.True(_ahead.Count == 0 || batch.Step >= _ahead.FirstStep + _ahead.Count, $"step {batch.Step} is measured in the midst of announced steps");
        Fill("measure", batch, into);
    }

    public void Prefetch(in UpcomingSteps steps)
    {
        _ahead = steps;
        Prefetched.Add((steps.FirstStep, steps.Count));
    }

    public void Step(in Batch batch, in SgdOptions sgd, Measurements into)
    {
        Batch announced = _ahead[(int)(batch.Step - _ahead.FirstStep)];
        Assert.Equal(announced.Indices.ToArray(), batch.Indices.ToArray());
        Assert.Equal((announced.Data, announced.Step, _ahead.Sgd), (batch.Data, batch.Step, sgd));
        OnStep(batch.Step);
        Fill("step", batch, into);
    }

    public Evaluation Evaluate(Dataset data, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        return new(0.25, 0.75, data.Count);
    }

    public void Dispose() => OnDispose();

    private void Fill(string call, in Batch batch, Measurements into)
    {
        Assert.True(batch.Count <= into.Capacity);
        Calls.Add(FormattableString.Invariant($"{call} {batch.Step} {into.Level}"));
        Batches.Add(batch.Indices.ToArray());
        into.Count = batch.Count;
        for (int n = 0; n < batch.Count; n++)
        {
            int sample = batch.Indices.Span[n];
            into.Loss[n] = Loss(batch.Step, sample);
            into.Correct[n] = sample % 2 == 0;
            if (into.Level >= MeasurementLevel.Structure)
            {
                into.FittingError[n] = FittingError(batch.Step);
                into.GradientNorm[n] = GradientNorm(batch.Step);
                into.Eigenvalues[n * into.Classes] = 1;
                into.Eigenvalues[((n + 1) * into.Classes) - 1] = 8;
            }
        }
    }
}
