using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Training;
using StructuralError.Cpu;
using StructuralError.Tests.Engines;
using Xunit;

namespace StructuralError.Tests.Training;

public sealed class TrainingLoopKernelTests
{
    private const int Samples = 12;

    private static readonly Network Model = Models.Build("b", 1, width: 5, channels: 1);
    private static readonly RandomNetworks Networks = new(new System.Random(8), dropout: false);
    private static readonly ParameterSet Start = Networks.DrawParameters(Model);
    private static readonly Dataset Data = new(
        "random", Model.Input, [.. Enumerable.Range(0, Samples * Model.Input.Count).Select(_ => (float)Networks.Normal())],
        [.. Enumerable.Range(0, Samples).Select(n => (byte)(n % 10))]);

    private static TrainingPlan Plan => new(Data, new SgdOptions(0.01, 0.9, 0), 4, Epochs: 3)
    {
        Kernel = new KernelPlan(Model, new ProbeSet(Data, 5), 2, Start),
    };

    [Theory]
    [InlineData(Precision.F32)]
    [InlineData(Precision.F64)]
    public void Restore_AfterAnyStep_KernelsAndRowsAreThoseOfOneLoop(Precision precision)
    {
        var expected = new RecordingSink();
        var checkpoints = new KeepingCheckpoints();
        using IEngine whole = Engine(precision);
        checkpoints.Engine = whole;
        Loop(whole, expected, checkpoints).Run(CancellationToken.None);
        Assert.Equal([0, 2, 4, 6, 8], expected.Kernels.Select(row => (int)row.Step));
        Assert.Equal(0, expected.Kernels[0].RelativeChange);
        Assert.All(expected.Kernels.Skip(1), row => Assert.True(row.RelativeChange > 0));
        Assert.All(expected.Kernels, row => Assert.Equal(0, row.Violations));
        foreach ((TrainingState state, ParameterSet parameters) in checkpoints.Kept)
        {
            using IEngine engine = Engine(precision);
            engine.Load(parameters);
            var sink = new RecordingSink();
            TrainingLoop loop = Loop(engine, sink, null);
            loop.Restore(state);
            loop.Run(CancellationToken.None);
            Assert.Equal(expected.Kernels.Where(row => row.Step >= state.Step), sink.Kernels);
            Assert.Equal(expected.Rows.Where(row => row.Step >= state.Step), sink.Rows);
        }
    }

    [Fact]
    public void Run_WithoutKernels_HasTheSameRows()
    {
        RecordingSink with = new(), without = new();
        using IEngine first = Engine(Precision.F32), second = Engine(Precision.F32);
        Loop(first, with, null).Run(CancellationToken.None);
        new TrainingLoop(second, Plan with { Kernel = null }, 10, () => [.. Enumerable.Range(0, Samples)], [without], TimeProvider.System).Run(CancellationToken.None);
        Assert.Equal(without.Rows, with.Rows);
        Assert.Empty(without.Kernels);
    }

    [Fact]
    public void Run_CancelledWithinAKernel_IsInterruptedBeforeItsStep()
    {
        using var cancellation = new CancellationTokenSource();
        using IEngine engine = Engine(Precision.F64);
        var sink = new RecordingSink();
        var checkpoints = new KeepingCheckpoints { Engine = engine };
        var loop = new TrainingLoop(
            new CancellingEngine(engine, 3, cancellation), Plan, 10, () => [.. Enumerable.Range(0, Samples)], [sink], TimeProvider.System, checkpoints);
        TrainingResult result = loop.Run(cancellation.Token);
        Assert.Equal((TrainingOutcome.Interrupted, 2L), (result.Outcome, result.Steps));
        Assert.Equal(0, Assert.Single(sink.Kernels).Step);
        Assert.Equal(2, checkpoints.Kept[^1].State.Step);
    }

    private static IEngine Engine(Precision precision)
    {
        IEngine engine = CpuEngine.Create(Model, new EngineOptions(precision, 4, 1, 1));
        engine.Load(Start);
        return engine;
    }

    private static TrainingLoop Loop(IEngine engine, RecordingSink sink, ICheckpoints? checkpoints) =>
        new(engine, Plan, 10, () => [.. Enumerable.Range(0, Samples)], [sink], TimeProvider.System, checkpoints);

    private sealed class KeepingCheckpoints : ICheckpoints
    {
        public IEngine? Engine { get; set; }

        public List<(TrainingState State, ParameterSet Parameters)> Kept { get; } = [];

        public bool IsDue(long steps) => true;

        public void Save(TrainingState state)
        {
            var parameters = new ParameterSet(Model);
            Engine!.Save(parameters);
            Kept.Add((state, parameters));
        }
    }

    /// <summary>Cancels while the kernel is measured for the n-th time.</summary>
    private sealed class CancellingEngine(IEngine inner, int n, CancellationTokenSource cancellation) : IEngine, IKernelEngine
    {
        private int _calls;

        public EngineInfo Info => inner.Info;

        public IReadOnlyList<LayerPlan> Plan => inner.Plan;

        public void Load(ParameterSet parameters) => inner.Load(parameters);

        public void Save(ParameterSet parameters) => inner.Save(parameters);

        public void Measure(in Batch batch, Measurements into) => inner.Measure(batch, into);

        public void Step(in Batch batch, in SgdOptions sgd, Measurements into) => inner.Step(batch, sgd, into);

        public Evaluation Evaluate(Dataset data, CancellationToken token = default) => inner.Evaluate(data, token);

        public void MeasureKernel(in Batch batch, KernelMeasurements into, CancellationToken token = default)
        {
            if (++_calls == n)
            {
                cancellation.Cancel();
            }

            inner.Kernels!.MeasureKernel(batch, into, token);
        }

        public void SolveEigenvalues(ReadOnlySpan<double> matrix, int order, Span<double> eigenvalues, bool all, CancellationToken token = default) =>
            inner.Kernels!.SolveEigenvalues(matrix, order, eigenvalues, all, token);

        public void Dispose() => inner.Dispose();
    }
}
