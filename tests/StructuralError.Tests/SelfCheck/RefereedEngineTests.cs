using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Cpu;
using StructuralError.Experiments.SelfCheck;
using StructuralError.Tests.Engines;
using StructuralError.Tests.Oracle;
using Xunit;

namespace StructuralError.Tests.SelfCheck;

/// <summary>With the oracle as the referee; libtorch as one is in StructuralError.Torch.Tests.</summary>
public sealed class RefereedEngineTests
{
    private const int Steps = 7;

    private static readonly Network Network = new NetworkBuilder(TensorShape.Vector(5)).Linear(4).Relu().Linear(3).Build();

    [Theory]
    [InlineData(1, 7)]
    [InlineData(3, 3)]
    [InlineData(100, 1)]
    public void Step_EveryNth_IsCheckedAndAgrees(long every, int checks)
    {
        using RefereedEngine engine = Engine(CpuEngine.Create(Network, new EngineOptions(Precision.F64, 6, 1, 1)), every);
        _ = Train(engine);
        Assert.Equal(checks, engine.Checks);
        Numbers.AssertAtMost(engine.LargestDeviation, 1e-12, "deviation");
    }

    [Fact]
    public void Step_Referee_ChangesNoBitOfWhatTheEngineGives()
    {
        using IEngine plain = CpuEngine.Create(Network, new EngineOptions(Precision.F64, 6, 1, 1));
        using RefereedEngine engine = Engine(CpuEngine.Create(Network, new EngineOptions(Precision.F64, 6, 1, 1)), every: 2);
        Numbers.AssertSameBits(Train(plain), Train(engine), "rows and parameters");
    }

    [Fact]
    public void Step_WrongEngine_ShowsInTheDeviation()
    {
        IEngine inner = CpuEngine.Create(Network, new EngineOptions(Precision.F64, 6, 1, 1));
        using RefereedEngine engine = Engine(new SpoiledEngine(inner) { Measured = measured => measured.Eigenvalues[2] *= 1.001 }, every: 3);
        _ = Train(engine);
        Assert.InRange(engine.LargestDeviation, 1e-5, 1e-2);
    }

    [Fact]
    public void Step_NotANumber_IsTheDeviation()
    {
        IEngine inner = CpuEngine.Create(Network, new EngineOptions(Precision.F64, 6, 1, 1));
        using RefereedEngine engine = Engine(new SpoiledEngine(inner) { Measured = measured => measured.Loss[0] = double.NaN }, every: 3);
        _ = Train(engine);
        Assert.True(double.IsNaN(engine.LargestDeviation));
    }

    private static RefereedEngine Engine(IEngine inner, long every) => new(inner, new OracleReferee(), Network, 6, every);

    private static double[] Train(IEngine engine)
    {
        (ParameterSet parameters, Dataset data) = LayerExamples.Draw(Network);
        engine.Load(parameters);
        int count = Math.Min(6, data.Count);
        var rows = new Measurements(count, Network.Classes, MeasurementLevel.Structure);
        var results = new List<double>();
        for (int step = 0; step < Steps; step++)
        {
            engine.Step(new Batch(data, Enumerable.Range(0, count).ToArray(), step), new SgdOptions(0.05, 0.9, 1e-4), rows);
            results.AddRange([.. rows.Loss, .. rows.GradientNorm, .. rows.Eigenvalues]);
        }

        engine.Save(parameters);
        return [.. results, .. parameters.Parameters.SelectMany(parameter => parameter.Values)];
    }

    private sealed class OracleReferee : IReferee
    {
        private readonly ScalarEngine _oracle = new(Network, Precision.F64, 6, seed: 1);

        public string Name => "oracle";

        public void Load(ParameterSet parameters) => _oracle.Load(parameters);

        public void Measure(in Batch batch, Measurements into) => _oracle.Measure(batch, into);

        public void Dispose() => _oracle.Dispose();
    }
}
