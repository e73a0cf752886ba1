using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Losses;
using StructuralError.Core.Networks;
using StructuralError.Cpu;
using StructuralError.Cuda;
using StructuralError.Cuda.Driver;
using StructuralError.Tests.Engines;
using Xunit;

namespace StructuralError.Tests.Cuda.Engine;

/// <summary>The kernel of every loss, with labels and with targets that are distributions.</summary>
[Collection(CudaTests.Name)]
public sealed class CudaLossTests : CudaEngineTest
{
    /// <summary>More classes than a warp has lanes.</summary>
    private const int Many = 37;

    /// <summary>Random networks for each loss: the emulator is slow.</summary>
    private const int Cases = 4;

    private static readonly int[] Both = [0, 1];

    public static TheoryData<string, string, string> Trajectories => LossTrajectoryTests.Cases;

    public static TheoryData<string, Precision, bool> Kernels
    {
        get
        {
            var cases = new TheoryData<string, Precision, bool>();
            foreach (string loss in LossTable.All.Select(entry => entry.Example).Concat(["entmax:1.25", "entmax:1.0000001"]))
            {
                foreach (Precision precision in new[] { Precision.F32, Precision.F64 })
                {
                    cases.Add(loss, precision, false);
                    cases.Add(loss, precision, true);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Trajectories))]
    public void Step_F64_FollowsPyTorch(string model, string loss, string kind)
    {
        var trajectory = new LossTrajectory(model, loss, kind);
        using IEngine engine = Create(trajectory.Network, trajectory.Loss, LossTrajectory.BatchSize, Precision.F64);
        trajectory.Follow(engine, 4, 1e-9);
    }

    /// <summary>A network whose logits are its output bias, so that both engines have the very same: from ties to those that float64's exp does not hold.</summary>
    [Theory]
    [MemberData(nameof(Kernels))]
    public void Measure_AnyLogits_SaysWhatTheCpuEngineSays(string name, Precision precision, bool isSoft)
    {
        ILoss loss = LossTable.Of(name);
        foreach (double[] logits in Logits())
        {
            int classes = logits.Length;
            Network network = new NetworkBuilder(TensorShape.Vector(2)).Linear(classes).Build("bias");
            var parameters = new ParameterSet(network);
            logits.CopyTo(parameters.Parameters[^1].Values, 0);
            Dataset data = Zeros(classes, isSoft);
            Measurements expected = Measure(CpuEngine.Create(network, new EngineOptions(precision, data.Count, Threads: 1, Seed: 0) { Loss = loss }), parameters, data);
            Measurements actual = Measure(Create(network, loss, data.Count, precision), parameters, data);
            string what = $"{name}, f = ({string.Join(", ", logits.Take(4))}, …)";
            for (int n = 0; n < data.Count; n++)
            {
                AssertSame(expected.Loss[n], actual.Loss[n], 1e-13, $"{what}: loss of sample {n}");
                AssertSame(expected.FittingError[n], actual.FittingError[n], 1e-12, $"{what}: E_f of sample {n}");
                AssertSame(expected.GradientNorm[n], actual.GradientNorm[n], precision == Precision.F64 ? 1e-11 : 1e-5, $"{what}: gradient norm of sample {n}");
                Assert.Equal(expected.Correct[n], actual.Correct[n]);
                if (expected.FittingError[n] < Measurements.SmallFittingError)
                {
                    AssertSame(expected.SmallLogFittingError[n], actual.SmallLogFittingError[n], 1e-12, $"{what}: ln E_f of sample {n}");
                    AssertSame(expected.SmallLogGradientNorm[n], actual.SmallLogGradientNorm[n], precision == Precision.F64 ? 1e-11 : 1e-5, $"{what}: ln of the gradient norm of sample {n}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(CpuEngineLossTests.All), MemberType = typeof(CpuEngineLossTests))]
    public void Measure_RandomNetwork_AgreesWithOracleAndTheorem3Holds(string name, Precision precision) =>
        Identities(name, precision).MeasurementsAgreeWithOracleAndTheorem3();

    [Theory]
    [MemberData(nameof(CpuEngineLossTests.All), MemberType = typeof(CpuEngineLossTests))]
    public void Step_RandomNetwork_GradientIsMeanOfPerSampleGradients(string name, Precision precision) =>
        Identities(name, precision).StepFollowsTheMeanOfPerSampleGradients();

    [Theory]
    [InlineData("softmax")]
    [InlineData("sparsemax")]
    public void Step_Announced_GivesTheBitsOfAStepThatIsNot(string loss) => Assert.Equal(Rows(loss, announced: false), Rows(loss, announced: true));

    [Fact]
    public void Prefetch_TargetsOfOtherClasses_AreLeftToTheStepThatSaysWhy()
    {
        Network network = new NetworkBuilder(TensorShape.Vector(2)).Linear(3).Build("three");
        using IEngine engine = Create(network, LossTable.Default, 2, Precision.F32);
        engine.Load(new ParameterSet(network));
        Dataset data = new Dataset("four", TensorShape.Vector(2), new float[4], new byte[2]).WithLabels(new byte[2], [0.5, 0.5, 0, 0, 0.5, 0.5, 0, 0]);
        var steps = new UpcomingSteps(data, Both, 2, 0, new SgdOptions(0.1, 0, 0));
        engine.Prefetch(steps);
        var into = new Measurements(2, 3, MeasurementLevel.Structure);
        Assert.Contains("targets of 4 classes", Assert.Throws<ArgumentException>(() => engine.Step(steps[0], steps.Sgd, into)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_LossWithoutKernel_IsRefused()
    {
        Network network = new NetworkBuilder(TensorShape.Vector(2)).Linear(3).Build("three");
        var exception = Assert.Throws<CudaException>(() => Create(network, new Unknown(), 2, Precision.F32));
        Assert.Equal("The CUDA engine has no kernel for the loss unknown; use --device cpu.", exception.Message);
    }

    private static LossIdentities Identities(string name, Precision precision) => new(name, precision, Cases, (network, loss, precision, capacity) =>
        Create(network, loss, capacity, precision));

    private static IEngine Create(Network network, ILoss loss, int capacity, Precision precision) =>
        new CudaEngineProvider().Create(network, new EngineOptions(precision, capacity, 1, Seed: 1) { Loss = loss }, 0);

    private static List<double> Rows(string loss, bool announced)
    {
        var trajectory = new LossTrajectory("a", loss, "soft");
        using IEngine engine = Create(trajectory.Network, trajectory.Loss, LossTrajectory.BatchSize, Precision.F32);
        engine.Load(trajectory.Parameters);
        int[] order = [.. Enumerable.Range(0, 40 * LossTrajectory.BatchSize).Select(i => i % trajectory.Data.Count)];
        var steps = new UpcomingSteps(trajectory.Data, order, LossTrajectory.BatchSize, 0, new SgdOptions(0.01, 0.9, 0));
        if (announced)
        {
            engine.Prefetch(steps);
        }

        List<double> log = [];
        var measured = new Measurements(LossTrajectory.BatchSize, trajectory.Network.Classes, MeasurementLevel.Structure);
        for (int step = 0; step < 40; step++)
        {
            engine.Step(steps[step], steps.Sgd, measured);
            AnnouncedTraining.Write(measured, log);
        }

        return log;
    }

    private static Measurements Measure(IEngine engine, ParameterSet parameters, Dataset data)
    {
        using (engine)
        {
            engine.Load(parameters);
            var measured = new Measurements(data.Count, parameters.Parameters[^1].Values.Length, MeasurementLevel.Structure);
            engine.Measure(new Batch(data, Enumerable.Range(0, data.Count).ToArray(), 0), measured);
            return measured;
        }
    }

    private static IEnumerable<double[]> Logits()
    {
        yield return [0.5, -1.25, 2];
        yield return [1, 1, 1];
        yield return [0, 0.999, -0.5];
        yield return [9, 0.5, -3];
        yield return [400, 1, 0];
        yield return [-400, 300, 0];
        yield return [800, -800, 0];
        yield return [10_000, 0, -10_000];
        yield return [double.PositiveInfinity, 1, 0];
        yield return [0, double.NegativeInfinity, 1];
        yield return [double.NaN, 1, 0];
        yield return [1, double.NaN, 0];
        var random = new System.Random(4);
        yield return [.. Enumerable.Range(0, Many).Select(_ => (double)(float)(3 * (random.NextDouble() - 0.5)))];
    }

    /// <summary>A sample of each of the first classes; its target, where it has one, with a class of probability 0.</summary>
    private static Dataset Zeros(int classes, bool isSoft)
    {
        byte[] labels = [0, 1, 2];
        var data = new Dataset("zeros", TensorShape.Vector(2), new float[6], labels);
        double[] targets = new double[3 * classes];
        for (int n = 0; n < 3; n++)
        {
            targets[(n * classes) + n] = 0.75;
            targets[(n * classes) + ((n + 1) % classes)] = 0.25;
        }

        return isSoft ? data.WithLabels(labels, targets) : data;
    }

    private static void AssertSame(double expected, double actual, double tolerance, string what)
    {
        if (!expected.Equals(actual))
        {
            Numbers.AssertWithin([expected], [actual], tolerance * Math.Max(1, Math.Abs(expected)), what);
        }
    }

    private sealed class Unknown : ILoss
    {
        public string Name => "unknown";

        public bool FitsExactly => false;

        public double Evaluate(ReadOnlySpan<double> logits, in Target target, Span<double> error, out double fittingError) => throw new NotSupportedException();

        public void Predict(ReadOnlySpan<double> logits, Span<double> p) => throw new NotSupportedException();

        public double Omega(ReadOnlySpan<double> p) => throw new NotSupportedException();

        public void FactorCurvature(ReadOnlySpan<double> logits, Span<double> factor) => throw new NotSupportedException();
    }
}
