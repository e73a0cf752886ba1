using System.Collections.Concurrent;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Tests.Oracle;
using Xunit.Sdk;

namespace StructuralError.Tests.Engines;

/// <summary>
/// A random network, parameters, data and batch, made from a seed alone, with what the oracle says about it, once for all engines and precisions.
/// No sample stands near a kink, so that float32 and float64 take the same side of every ReLU and the same winner of every pooling window.
/// </summary>
public sealed class RandomCase
{
    /// <summary>Relative distance from a kink that float32 rounding does not reach.</summary>
    public const double SafeMargin = 2e-5;

    public const int TrainedSteps = 3;

    private static readonly ConcurrentDictionary<(int Seed, bool Dropout), Lazy<RandomCase>> Cases = new();

    private readonly Lazy<Measurements> _expected;
    private readonly Lazy<double[]> _squaredClassGradients;
    private readonly Lazy<double[]> _meanGradient;
    private readonly Lazy<HandWrittenSgd> _trained;

    private RandomCase(int seed, bool dropout)
    {
        Seed = seed;
        var random = new System.Random(seed);
        var networks = new RandomNetworks(random, dropout);
        do
        {
            Network = networks.Draw();
            Parameters = networks.DrawParameters(Network);
            Data = DrawData(networks, random);
        }
        while (Oracle().SmallestMargin(Data) < SafeMargin);

        // Not in order, some samples twice, some not at all, and usually fewer than the engine was planned for.
        int[] indices = [.. Enumerable.Range(0, random.Next(1, 10)).Select(_ => random.Next(Data.Count))];
        Batch = new Batch(Data, indices, random.Next(1000));
        Capacity = indices.Length + random.Next(0, 4);
        _expected = new Lazy<Measurements>(() =>
        {
            var measurements = new Measurements(Capacity, Network.Classes, MeasurementLevel.Layers, Network.ParameterLayers.Length);
            Oracle().Measure(Batch, measurements);
            return measurements;
        });
        _squaredClassGradients = new Lazy<double[]>(() =>
        {
            ScalarEngine oracle = Oracle();
            return [.. indices.Select(index =>
            {
                _ = oracle.Run(Data, index);
                return oracle.Jacobian().Sum(row => row.Sum(g => g * g));
            })];
        });
        _meanGradient = new Lazy<double[]>(() =>
        {
            ScalarEngine oracle = Oracle();
            double[] mean = new double[oracle.Theta.Length];
            foreach (int index in indices)
            {
                double[] one = oracle.Run(Data, index).LossGradient;
                for (int p = 0; p < mean.Length; p++)
                {
                    mean[p] += one[p] / indices.Length;
                }
            }

            return mean;
        });
        _trained = new Lazy<HandWrittenSgd>(() =>
        {
            var training = new HandWrittenSgd(this);
            for (int step = 0; step < TrainedSteps; step++)
            {
                training.Step(Batch, TrainedBy);
            }

            return training;
        });
    }

    public static SgdOptions TrainedBy { get; } = new(0.02, 0.9, 0.003);

    public int Seed { get; }

    public Network Network { get; }

    public ParameterSet Parameters { get; }

    public Dataset Data { get; }

    public Batch Batch { get; }

    /// <summary>Batch size an engine is to be planned for.</summary>
    public int Capacity { get; }

    /// <summary>The oracle's measurements of <see cref="Batch"/>, without dropout.</summary>
    public Measurements Expected => _expected.Value;

    /// <summary>Σ_c ‖∇f_c‖² of each sample of the batch, from the oracle's Jacobian.</summary>
    public double[] SquaredClassGradients => _squaredClassGradients.Value;

    /// <summary>The mean of the batch's loss gradients, from the oracle.</summary>
    public ReadOnlySpan<double> MeanGradient => _meanGradient.Value;

    /// <summary>Where <see cref="TrainedSteps"/> steps on the batch by <see cref="TrainedBy"/> lead, by hand.</summary>
    public HandWrittenSgd Trained => _trained.Value;

    /// <summary>Runs <paramref name="check"/> on cases 1 … <paramref name="count"/>; a failure names the seed and the network.</summary>
    public static void ForEach(int count, Action<RandomCase> check, bool dropout = false)
    {
        for (int seed = 1; seed <= count; seed++)
        {
            RandomCase randomCase = Of(seed, dropout);
            try
            {
                check(randomCase);
            }
            catch (Exception exception)
            {
                throw new XunitException(
                    $"seed {seed}, batch {randomCase.Batch.Count} of {randomCase.Capacity}, {randomCase.Network.Describe()}: {exception.Message}", exception);
            }
        }
    }

    public static RandomCase Of(int seed, bool dropout) =>
        Cases.GetOrAdd((seed, dropout), key => new Lazy<RandomCase>(() => new RandomCase(key.Seed, key.Dropout))).Value;

    /// <summary>A new oracle with the case's parameters.</summary>
    public ScalarEngine Oracle()
    {
        var engine = new ScalarEngine(Network, Precision.F64, Capacity, seed: 1);
        engine.Load(Parameters);
        return engine;
    }

    private Dataset DrawData(RandomNetworks networks, System.Random random)
    {
        int count = random.Next(1, 12);
        float[] values = [.. Enumerable.Range(0, count * Network.Input.Count).Select(_ => (float)networks.Normal())];
        byte[] labels = [.. Enumerable.Range(0, count).Select(_ => (byte)random.Next(Network.Classes))];
        return new Dataset("random", Network.Input, values, labels);
    }
}
