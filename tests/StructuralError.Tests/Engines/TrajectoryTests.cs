using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.RandomNumbers;
using StructuralError.Core.Training;
using StructuralError.Cpu;
using StructuralError.Tests.Oracle;
using Xunit;

namespace StructuralError.Tests.Engines;

/// <summary>An epoch on MNIST with seed 0 beside PyTorch's: the same initial weights, the same batches, the same numbers.</summary>
[Trait("Speed", "Slow")]
public sealed class TrajectoryTests
{
    private const int BatchSize = 64;

    [Theory(Skip = Needs.MnistReason, SkipUnless = nameof(Needs.Mnist), SkipType = typeof(Needs))]
    [InlineData("a", 1)]
    [InlineData("b", 3)]
    [InlineData("d", 1)]
    [InlineData("own-b", 3)]
    public void CpuEngine_F64Epoch_FollowsPyTorch(string model, int k)
    {
        double[] deviations = Deviations(model, k, network => Cpu(network, Precision.F64), steps: int.MaxValue);
        Assert.Equal(938, deviations.Length);
        AssertAtMost(1e-9, deviations);
    }

    /// <summary>PyTorch needs seconds for a step of these in float64.</summary>
    [Theory(Skip = Needs.MnistReason, SkipUnless = nameof(Needs.Mnist), SkipType = typeof(Needs))]
    [InlineData("own-c", 1)]
    [InlineData("own-d", 1)]
    public void CpuEngine_F64FirstSteps_FollowPyTorch(string model, int k) =>
        AssertAtMost(1e-9, Deviations(model, k, network => Cpu(network, Precision.F64), steps: 30));

    [Theory(Skip = Needs.MnistReason, SkipUnless = nameof(Needs.Mnist), SkipType = typeof(Needs))]
    [InlineData("a", 1)]
    [InlineData("b", 3)]
    [InlineData("d", 1)]
    [InlineData("own-b", 3)]
    public void CpuEngine_F32Epoch_StaysNearPyTorch(string model, int k)
    {
        double[] deviations = Deviations(model, k, network => Cpu(network, Precision.F32), steps: int.MaxValue);
        Assert.Equal(938, deviations.Length);
        AssertAtMost(1e-5, deviations[..10]);

        // Once a ReLU is on its other side these are two runs, 0.06 apart in the plain models and 0.11 in own-b.
        AssertAtMost(0.2, deviations);
    }

    [Theory(Skip = Needs.MnistReason, SkipUnless = nameof(Needs.Mnist), SkipType = typeof(Needs))]
    [InlineData("a", 1)]
    [InlineData("b", 3)]
    [InlineData("d", 1)]
    [InlineData("own-b", 3)]
    public void Oracle_FirstSteps_FollowPyTorch(string model, int k) =>
        AssertAtMost(1e-10, Deviations(model, k, network => new ScalarEngine(network, Precision.F64, BatchSize, seed: 1), steps: 2));

    private static IEngine Cpu(Network network, Precision precision) =>
        CpuEngine.Create(network, new CpuEngineOptions(precision, BatchSize, Threads: 2, Seed: 0));

    /// <summary>Trains one epoch, or its first <paramref name="steps"/> steps, and returns each row's deviation from PyTorch's.</summary>
    internal static double[] Deviations(string model, int k, Func<Network, IEngine> create, int steps)
    {
        var expected = new TrajectoryTable($"{model}_k{k}");
        Network network = Models.Build(model, k, width: 128, channels: 16);
        var parameters = new ParameterSet(network);
        var generator = new TorchGenerator(0);
        Initialization.Initialize(parameters, network, generator, InitScheme.Default);
        int[][] batches = [.. new RandomSampler(generator, Mnist.Train.Count).NextEpoch().Chunk(BatchSize).Take(steps)];
        double[] deviations = new double[batches.Length];
        var measured = new Measurements(BatchSize, network.Classes, MeasurementLevel.Structure);
        using IEngine engine = create(network);
        engine.Load(parameters);
        for (int step = 0; step < batches.Length; step++)
        {
            engine.Step(new Batch(Mnist.Train, batches[step], step), new SgdOptions(0.01, 0.9, 0), measured);
            deviations[step] = expected.Deviation(step, TrajectoryTable.Row(step, measured));
        }

        return deviations;
    }

    internal static void AssertAtMost(double limit, double[] deviations)
    {
        for (int step = 0; step < deviations.Length; step++)
        {
            Numbers.AssertAtMost(deviations[step], limit, $"deviation of step {step}");
        }
    }
}
