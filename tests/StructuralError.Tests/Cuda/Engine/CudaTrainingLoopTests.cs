using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Training;
using StructuralError.Tests.Training;
using Xunit;

namespace StructuralError.Tests.Cuda.Engine;

/// <summary>The training loop announces its steps to the engine; its rows, parts and checkpoints are those of an engine that is told nothing.</summary>
[Collection(CudaTests.Name)]
public sealed class CudaTrainingLoopTests : CudaEngineTest
{
    private readonly AnnouncedTraining _training = new();

    public static TheoryData<int, int, bool> Plans => new()
    {
        { 1, 0, false }, { 3, 0, false }, { 1, 9, false }, { 2, 0, true },
    };

    [Theory]
    [MemberData(nameof(Plans))]
    public void Run_AnyPlan_GivesTheRowsOfAnEngineThatDoesNotRunAhead(int measureEvery, int structureEvery, bool probe)
    {
        var plan = new TrainingPlan(Data(), _training.Sgd, BatchSize: 2, Epochs: 2, MaxSteps: 90, measureEvery, probe ? new ProbeSet(_training.Data, 5) : null)
        {
            Structure = structureEvery == 0 ? null : new StructurePlan(_training.Network, structureEvery),
        };
        (RecordingSink silent, List<double> silentStates) = Run(plan, announces: false);
        (RecordingSink ahead, List<double> aheadStates) = Run(plan, announces: true);
        Assert.Equal((90 + measureEvery - 1) / measureEvery, ahead.Rows.Count);
        Assert.Equal(silent.Rows, ahead.Rows);
        Assert.Equal(silent.Layers, ahead.Layers);
        Assert.Equal(silent.Independence, ahead.Independence);
        Assert.Equal(silent.Statuses, ahead.Statuses);
        Assert.Equal(silentStates, aheadStates);
    }

    /// <summary>An odd number: each epoch's last batch has one sample.</summary>
    private Dataset Data()
    {
        byte[] pixels = new byte[101 * _training.Network.Input.Count];
        new System.Random(4).NextBytes(pixels);
        return new Dataset("noise", _training.Network.Input, pixels, [.. Enumerable.Range(0, 101).Select(n => (byte)(n % 4))]);
    }

    private (RecordingSink Sink, List<double> States) Run(TrainingPlan plan, bool announces)
    {
        using IEngine engine = Create(_training.Network, plan.BatchCapacity);
        engine.Load(Drawn(_training.Network));
        var sink = new RecordingSink();
        var checkpoints = new SavingCheckpoints(engine, _training.Network);
        var random = new System.Random(8);
        int[] order = [.. Enumerable.Range(0, plan.Train.Count)];
        int[] NextEpoch()
        {
            random.Shuffle(order);
            return [.. order];
        }

        var loop = new TrainingLoop(announces ? engine : new Unannounced(engine), plan, _training.Network.Classes, NextEpoch, [sink], TimeProvider.System, checkpoints);
        Assert.Equal(TrainingOutcome.Completed, loop.Run(CancellationToken.None).Outcome);
        return (sink, checkpoints.States);
    }

    /// <summary>Keeps the parameters of every 17th step: within blocks.</summary>
    private sealed class SavingCheckpoints(IEngine engine, Network network) : ICheckpoints
    {
        public List<double> States { get; } = [];

        public bool IsDue(long steps) => steps % 17 == 0;

        public void Save(TrainingState state) => AnnouncedTraining.Write(Saved(engine, network), States);
    }

    /// <summary>An engine whose caller announces nothing.</summary>
    private sealed class Unannounced(IEngine engine) : IEngine
    {
        public EngineInfo Info => engine.Info;

        public IReadOnlyList<LayerPlan> Plan => engine.Plan;

        public void Load(ParameterSet parameters) => engine.Load(parameters);

        public void Save(ParameterSet parameters) => engine.Save(parameters);

        public void Measure(in Batch batch, Measurements into) => engine.Measure(batch, into);

        public void Step(in Batch batch, in SgdOptions sgd, Measurements into) => engine.Step(batch, sgd, into);

        public Evaluation Evaluate(Dataset data, CancellationToken cancellation = default) => engine.Evaluate(data, cancellation);

        public void Dispose()
        {
        }
    }
}
