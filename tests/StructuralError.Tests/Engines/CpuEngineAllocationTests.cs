using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;
using StructuralError.Cpu;
using Xunit;

namespace StructuralError.Tests.Engines;

/// <summary>Nothing is allocated per step, by the caller's thread or by any other.</summary>
[Collection(RunsAlone.Name)]
public sealed class CpuEngineAllocationTests
{
    private const int Steps = 20;

    private static byte[] _kept = [];

    [Theory]
    [InlineData(Precision.F32, MeasurementLevel.Loss, 1)]
    [InlineData(Precision.F32, MeasurementLevel.Structure, 2)]
    [InlineData(Precision.F32, MeasurementLevel.Layers, 3)]
    [InlineData(Precision.F64, MeasurementLevel.Structure, 1)]
    [InlineData(Precision.F64, MeasurementLevel.Layers, 2)]
    public void Step_AfterWarmUp_AllocatesNothing(Precision precision, MeasurementLevel level, int threads)
    {
        const int Samples = 12;
        Network network = new NetworkBuilder(TensorShape.Image(1, 9, 8))
            .Conv(5, 3, padding: 1).Relu().MaxPool(2, 2).Residual(block => block.Conv(5, 3, padding: 1).Activation(ActivationKind.Gelu))
            .AvgPool(2, 1).Dropout(0.3).LayerNorm().Flatten().Linear(11).LayerNorm(bias: false).Activation(ActivationKind.Tanh).Linear(7).Build();
        var networks = new RandomNetworks(new System.Random(1), dropout: false);
        float[] values = [.. Enumerable.Range(0, Samples * network.Input.Count).Select(_ => (float)networks.Normal())];
        var data = new StructuralError.Core.Data.Dataset("random", network.Input, values, new byte[Samples]);
        using IEngine engine = CpuEngine.Create(network, new EngineOptions(precision, Samples, threads, 1));
        engine.Load(networks.DrawParameters(network));
        var measurements = new Measurements(Samples, network.Classes, level, network.ParameterLayers.Length);
        int[] indices = [.. Enumerable.Range(0, Samples)];
        void Train()
        {
            for (int step = 0; step < Steps; step++)
            {
                // Full and partial batches in turn.
                var batch = new Batch(data, indices.AsMemory(0, step % 2 == 0 ? Samples : 5), step);
                engine.Step(batch, new SgdOptions(0.01, 0.9, 0.001), measurements);
                engine.Measure(batch, measurements);
            }
        }

        Train();
        Train();
        (long ownThread, long process) = Allocated(Train);
        Assert.Equal(0, ownThread);
        Assert.Equal(0, process);
    }

    [Fact]
    public void Allocated_OneSmallArray_IsSeen()
    {
        (long ownThread, long process) = Allocated(() => _kept = new byte[1]);
        Assert.InRange(ownThread, 1, 100);
        Assert.InRange(process, 1, 100);
        (ownThread, process) = Allocated(() =>
        {
            var other = new Thread(() => _kept = new byte[100_000]);
            other.Start();
            other.Join();
        });
        Assert.InRange(process - ownThread, 100_000, 110_000);
    }

    /// <summary>
    /// Bytes that <paramref name="action"/> allocates on this thread, and in the whole process. The test runner's own threads may allocate at any time;
    /// what the action itself allocates is there every time, so the smallest of several runs counts.
    /// </summary>
    private static (long OwnThread, long Process) Allocated(Action action)
    {
        action();
        long ownThread = long.MaxValue, process = long.MaxValue;
        for (int run = 0; run < 8; run++)
        {
            long processBefore = GC.GetTotalAllocatedBytes(precise: true);
            long threadBefore = GC.GetAllocatedBytesForCurrentThread();
            action();
            ownThread = Math.Min(ownThread, GC.GetAllocatedBytesForCurrentThread() - threadBefore);
            process = Math.Min(process, GC.GetTotalAllocatedBytes(precise: true) - processBefore);
        }

        return (ownThread, process);
    }
}
