using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Tests.Engines;

namespace StructuralError.Tests.Cuda.Engine;

/// <summary>
/// Steps over a small network with every kind of layer that has a state or a mask, announced or not: 71 of them, more than two blocks, the last batch smaller, the
/// last block shorter. Everything that an engine says is written down.
/// </summary>
internal sealed class AnnouncedTraining
{
    public const int BatchSize = 2;
    public const int Steps = 71;
    public const int FirstStep = 1000;

    private readonly int[] _order;

    public AnnouncedTraining()
    {
        Network = new NetworkBuilder(TensorShape.Image(1, 6, 6))
            .Conv(3, 3).Relu().MaxPool(2, 2).Flatten().Dropout(0.3).Linear(8).Relu().Residual(block => block.Linear(8).Relu()).Linear(4).Build();
        var random = new System.Random(9);
        byte[] pixels = new byte[23 * Network.Input.Count];
        random.NextBytes(pixels);
        Data = new Dataset("noise", Network.Input, pixels, [.. Enumerable.Range(0, 23).Select(n => (byte)(n % 4))]);
        _order = [.. Enumerable.Range(0, (BatchSize * Steps) - 1).Select(_ => random.Next(Data.Count))];
    }

    public Network Network { get; }

    public Dataset Data { get; }

    public SgdOptions Sgd { get; } = new(0.05, 0.9, 0.001);

    public UpcomingSteps All => From(0);

    public UpcomingSteps From(int step) => new(Data, _order.AsMemory(step * BatchSize), BatchSize, FirstStep + step, Sgd);

    /// <summary>Takes all steps; returns each row, what <paramref name="before"/> wrote down, and the parameters at the end.</summary>
    /// <param name="before">Called before each step; may use the engine, and says at which level the step is to be measured.</param>
    public List<double> Run(IEngine engine, bool announced, Func<int, List<double>, MeasurementLevel>? before = null, int parametersSeed = 3)
    {
        var log = new List<double>();
        engine.Load(CudaEngineTest.Drawn(Network, parametersSeed));
        if (announced)
        {
            engine.Prefetch(All);
        }

        for (int step = 0; step < Steps; step++)
        {
            MeasurementLevel level = before?.Invoke(step, log) ?? MeasurementLevel.Structure;
            var measured = new Measurements(BatchSize, Network.Classes, level, Network.ParameterLayers.Length);
            engine.Step(All[step], Sgd, measured);
            Write(measured, log);
        }

        Write(CudaEngineTest.Saved(engine, Network), log);
        return log;
    }

    public static void Write(Measurements measured, List<double> log)
    {
        int n = measured.Count;
        log.Add(n);
        log.AddRange(measured.Loss.Take(n));
        log.AddRange(measured.Correct.Take(n).Select(correct => correct ? 1.0 : 0));
        log.AddRange(measured.FittingError.Take(n));
        log.AddRange(measured.GradientNorm.Take(n));
        log.AddRange(measured.Logits.Take(n * measured.Classes));
        log.AddRange(measured.Eigenvalues.Take(n * measured.Classes));
        log.AddRange(measured.A.Take(n * measured.Classes * measured.Classes));
        log.AddRange(measured.LayerA.Take(n * measured.LayerCount * measured.Classes * measured.Classes));
    }

    public static void Write(ParameterSet parameters, List<double> log) =>
        log.AddRange(parameters.Parameters.SelectMany(parameter => (double[])[.. parameter.Values, .. parameter.Momentum, .. parameter.Compensation]));
}
