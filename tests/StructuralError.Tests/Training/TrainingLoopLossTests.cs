using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Losses;
using StructuralError.Core.Networks;
using StructuralError.Core.Statistics;
using StructuralError.Core.Structure;
using StructuralError.Core.Training;
using StructuralError.Cpu;
using StructuralError.Tests.Engines;
using Xunit;

namespace StructuralError.Tests.Training;

/// <summary>Training that comes to fit its samples exactly.</summary>
public sealed class TrainingLoopLossTests
{
    private const int Samples = 12;

    private static readonly Network Model = Models.Build("a", 0, width: 20, channels: 1);
    private static readonly RandomNetworks Networks = new(new System.Random(8), dropout: false);
    private static readonly ParameterSet Start = Networks.DrawParameters(Model);
    private static readonly Dataset Data = new(
        "random", Model.Input, [.. Enumerable.Range(0, Samples * Model.Input.Count).Select(_ => (float)Networks.Normal())],
        [.. Enumerable.Range(0, Samples).Select(n => (byte)(n % 10))]);

    private static readonly TrainingPlan Plan = new(Data, new SgdOptions(0.0001, 0.9, 0), 4, Epochs: 300) { Loss = new Sparsemax() };

    [Fact]
    public void Run_Sparsemax_ComesToExactFitsAndKeepsTheOrderOfTheBounds()
    {
        var sink = new RecordingSink();
        TrainingResult result = Run(sink, null, null);
        StepRow first = sink.Rows[0], last = sink.Rows[^1];
        Assert.True(first.ExactFits == 0 && last.ExactFits > 0, $"{first.ExactFits} exact fits at first, {last.ExactFits} at last");
        Assert.Contains(sink.Rows, row => row.ExactFits > 0 && row.LogSamples > 0);
        Assert.Equal(sink.Rows.Sum(row => row.ExactFits!.Value), result.ExactFits);
        Assert.Equal((0L, 0L), (result.Violations, result.Singular));
        Assert.All(
            sink.Rows.Where(row => row.LogSamples > 0),
            row => Assert.True(row.LowerBound <= row.LogFittingError + 1e-9 && row.LogFittingError <= row.UpperBound + 1e-9));
        Assert.All(sink.Rows, row => Assert.Equal(row.Loss == 0, row.ExactFits == row.Samples));
    }

    [Fact]
    public void Run_Sparsemax_HasNoCorrelationWhereFewSamplesAreLeft()
    {
        var sink = new RecordingSink();
        Run(sink, null, null);
        int few = sink.Rows.FindIndex(row => 2 * row.ExactFits > row.Samples);
        Assert.InRange(few, LocalPearson.PaperWindow, sink.Rows.Count - 1);
        Assert.NotNull(sink.Rows[few - 1].PearsonUpper);
        Assert.All(sink.Rows.Skip(few).Take(LocalPearson.PaperWindow), row => Assert.Null(row.PearsonUpper));
    }

    [Fact]
    public void Restore_AfterAnyStep_RowsAndCountsAreThoseOfOneLoop()
    {
        var expected = new RecordingSink();
        var checkpoints = new Keeping();
        TrainingResult whole = Run(expected, checkpoints, null);
        foreach ((TrainingState state, ParameterSet parameters) in checkpoints.Kept)
        {
            var sink = new RecordingSink();
            TrainingResult result = Run(sink, null, (state, parameters));
            Assert.Equal(expected.Rows.Where(row => row.Step >= state.Step), sink.Rows);
            Assert.Equal(whole.ExactFits, result.ExactFits);
        }
    }

    private static TrainingResult Run(RecordingSink sink, Keeping? checkpoints, (TrainingState State, ParameterSet Parameters)? from)
    {
        using IEngine engine = CpuEngine.Create(Model, new EngineOptions(Precision.F64, 4, 1, 1) { Loss = Plan.Loss });
        engine.Load(from?.Parameters ?? Start);
        if (checkpoints is not null)
        {
            checkpoints.Engine = engine;
        }

        var loop = new TrainingLoop(engine, Plan, 10, () => [.. Enumerable.Range(0, Samples)], [sink], TimeProvider.System, checkpoints);
        if (from is { } start)
        {
            loop.Restore(start.State);
        }

        return loop.Run(CancellationToken.None);
    }

    private sealed class Keeping : ICheckpoints
    {
        public IEngine? Engine { get; set; }

        public List<(TrainingState State, ParameterSet Parameters)> Kept { get; } = [];

        public bool IsDue(long steps) => steps % 29 == 0;

        public void Save(TrainingState state)
        {
            var parameters = new ParameterSet(Model);
            Engine!.Save(parameters);
            Kept.Add((state, parameters));
        }
    }
}
