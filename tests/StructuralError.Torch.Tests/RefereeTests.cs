using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Cpu;
using StructuralError.Experiments.SelfCheck;
using StructuralError.Tests;
using StructuralError.Tests.Engines;
using Xunit;

namespace StructuralError.Torch.Tests;

/// <summary>libtorch's autograd alone, against the engines.</summary>
public sealed class RefereeTests
{
    private const double Agreement = 1e-11;

    [Fact]
    public void Measure_RandomNetworks_AgreesWithTheProcessorsEngine() => RandomCase.ForEach(60, randomCase =>
    {
        using var referee = new TorchReferee(randomCase.Network);
        using IEngine engine = CpuEngine.Create(randomCase.Network, new EngineOptions(Precision.F64, randomCase.Capacity, 1, 1));
        referee.Load(randomCase.Parameters);
        engine.Load(randomCase.Parameters);
        var expected = new Measurements(randomCase.Capacity, randomCase.Network.Classes, MeasurementLevel.Matrix);
        var actual = new Measurements(randomCase.Capacity, randomCase.Network.Classes, MeasurementLevel.Matrix);
        referee.Measure(randomCase.Batch, expected);
        engine.Measure(randomCase.Batch, actual);
        int n = expected.Count, c = expected.Classes;
        Numbers.AssertClose(expected.Loss.AsSpan(0, n), actual.Loss.AsSpan(0, n), Agreement, "loss");
        Numbers.AssertClose(expected.FittingError.AsSpan(0, n), actual.FittingError.AsSpan(0, n), Agreement, "fitting error");
        Numbers.AssertClose(expected.GradientNorm.AsSpan(0, n), actual.GradientNorm.AsSpan(0, n), Agreement, "gradient norm");
        Numbers.AssertClose(expected.Eigenvalues.AsSpan(0, n * c), actual.Eigenvalues.AsSpan(0, n * c), Agreement, "eigenvalues");
        Numbers.AssertClose(expected.A.AsSpan(0, n * c * c), actual.A.AsSpan(0, n * c * c), Agreement, "A");
    });

    [Fact]
    public void Measure_SoftTargets_AgreesWithTheProcessorsEngine()
    {
        var trajectory = new LossTrajectory("a", "softmax", "soft");
        using var referee = new TorchReferee(trajectory.Network);
        using IEngine engine = CpuEngine.Create(trajectory.Network, new EngineOptions(Precision.F64, LossTrajectory.BatchSize, 1, 1));
        var expected = new Measurements(LossTrajectory.BatchSize, trajectory.Network.Classes, MeasurementLevel.Structure);
        var actual = new Measurements(LossTrajectory.BatchSize, trajectory.Network.Classes, MeasurementLevel.Structure);
        referee.Load(trajectory.Parameters);
        engine.Load(trajectory.Parameters);
        referee.Measure(trajectory[0], expected);
        engine.Measure(trajectory[0], actual);
        Numbers.AssertClose(expected.Loss, actual.Loss, Agreement, "loss");
        Numbers.AssertClose(expected.FittingError, actual.FittingError, Agreement, "fitting error");
        Numbers.AssertClose(expected.GradientNorm, actual.GradientNorm, Agreement, "gradient norm");
    }

    [Fact]
    public void Checks_TheProcessorsEngine_AllPass() => AssertAllPass(
        (network, precision, capacity, seed) => CpuEngine.Create(network, new EngineOptions(precision, capacity, 2, seed)));

    [Fact]
    public void Checks_TheEngineOfLibTorch_AllPass() => AssertAllPass(
        (network, precision, capacity, seed) => new TorchEngine(network, new EngineOptions(precision, capacity, 1, seed)));

    [Theory(Skip = Needs.MnistReason, SkipUnless = nameof(Needs.Mnist), SkipType = typeof(Needs))]
    [InlineData("a")]
    [InlineData("b")]
    [InlineData("c")]
    [InlineData("d")]
    public void Step_TwentyStepsOfMnist_AgreeWithTheReferee(string model)
    {
        const int Steps = 20, Size = 16;
        Network network = Models.Build(model, 1, width: 32, channels: 8);
        ParameterSet parameters = new RandomNetworks(new System.Random(4), dropout: false).DrawParameters(network);
        using var checkedEngine = new RefereedEngine(
            CpuEngine.Create(network, new EngineOptions(Precision.F64, Size, 2, 1)), new TorchReferee(network), network, Size, every: 4);
        using var torchEngine = new TorchEngine(network, new EngineOptions(Precision.F64, Size, 1, 1));
        checkedEngine.Load(parameters);
        torchEngine.Load(parameters);
        var expected = new Measurements(Size, network.Classes, MeasurementLevel.Structure);
        var actual = new Measurements(Size, network.Classes, MeasurementLevel.Structure);
        for (int step = 0; step < Steps; step++)
        {
            var batch = new Batch(Mnist.Train, Enumerable.Range(step * Size, Size).ToArray(), step);
            checkedEngine.Step(batch, new SgdOptions(0.01, 0.9, 1e-4), expected);
            torchEngine.Step(batch, new SgdOptions(0.01, 0.9, 1e-4), actual);
            Numbers.AssertClose(expected.Eigenvalues, actual.Eigenvalues, Agreement, $"eigenvalues of step {step}");
            Numbers.AssertClose(expected.GradientNorm, actual.GradientNorm, Agreement, $"gradient norm of step {step}");
        }

        Assert.Equal(Steps / 4, checkedEngine.Checks);
        Numbers.AssertAtMost(checkedEngine.LargestDeviation, Agreement, "deviation from the referee");
    }

    private static void AssertAllPass(EngineFactory engines)
    {
        CheckResult[] results = [.. new RefereeChecks(engines, network => new TorchReferee(network)).All().Select(check => check.Run())];
        Assert.All(results, result => Assert.True(result.Passed, $"{result.Name}: {result.Error ?? $"{result.Deviation}"}"));
        Assert.True(results.Length > 20);
    }
}
