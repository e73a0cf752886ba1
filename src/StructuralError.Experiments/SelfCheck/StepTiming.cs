using System.Text.Json.Serialization;
using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.RandomNumbers;
using StructuralError.Experiments.Models;

namespace StructuralError.Experiments.SelfCheck;

/// <summary>How long a training step takes, as <c>selfcheck --json</c> prints it.</summary>
/// <param name="Measured">Whether the structure is measured too; otherwise a plain training step.</param>
/// <param name="MillisecondsPerStep">Mean over the steps, rows delivered.</param>
public sealed record StepTime(string Model, int K, bool Measured, [property: JsonPropertyName("milliseconds")] double MillisecondsPerStep)
{
    public double StepsPerSecond => 1000 / MillisecondsPerStep;
}

/// <summary>
/// Times steps of the paper's models as training takes them: batches of 64 in float32, announced an epoch of 1,024 steps at a time, on images of random
/// bytes.
/// </summary>
public sealed class StepTiming(EngineFactory device, TimeProvider time)
{
    private const int BatchSize = 64;
    private const int Classes = 10;
    private const int Samples = 4096;

    // How often an epoch visits each sample. An engine that runs ahead begins afresh with each announcement: short ones would be timed for that, not for
    // their steps.
    private const int Visits = 16;
    private const int StepsPerEpoch = Samples * Visits / BatchSize;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.15);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(0.35);
    private static readonly SgdOptions Sgd = new(LearningRate: 0.01, Momentum: 0.9, WeightDecay: 0);

    private readonly Dataset _data = Draw();
    private readonly int[] _order = [.. Enumerable.Repeat(new TorchGenerator(1).Permutation(Samples), Visits).SelectMany(samples => samples)];

    /// <summary>Models a to d with one block and with three, plain and measured; each is timed when it is asked for.</summary>
    public IEnumerable<StepTime> All() =>
        from model in (string[])["a", "b", "c", "d"]
        from k in (int[])[1, 3]
        from measured in (bool[])[false, true]
        select Time(model, k, measured);

    private StepTime Time(string model, int k, bool measured)
    {
        NetworkDefinition definition = NetworkFile.Parse(EmbeddedFile.ReadText($"Models.plain-{model}.json"), model);
        Network network = definition.Resolve(new Dictionary<string, int> { ["k"] = k }, _data.SampleShape, Classes);
        var parameters = new ParameterSet(network);
        Initialization.Initialize(parameters, network, new TorchGenerator(0), InitScheme.Default);
        using IEngine engine = device(network, Precision.F32, BatchSize, 0);
        engine.Load(parameters);
        var rows = new Measurements(BatchSize, Classes, measured ? MeasurementLevel.Structure : MeasurementLevel.Loss);
        long step = 0;
        _ = Run(engine, rows, WarmUp, ref step);
        return new StepTime(model, k, measured, Run(engine, rows, Duration, ref step));
    }

    /// <summary>
    /// Goes on with the epoch that the run before left: one that is announced anew would be timed for what the engine computed ahead in vain.
    /// </summary>
    /// <returns>Milliseconds a step.</returns>
    private double Run(IEngine engine, Measurements rows, TimeSpan duration, ref long step)
    {
        long start = time.GetTimestamp(), first = step;
        TimeSpan elapsed = TimeSpan.Zero;
        for (; elapsed < duration; step++)
        {
            int place = (int)(step % StepsPerEpoch);
            var epoch = new UpcomingSteps(_data, _order, BatchSize, step - place, Sgd);
            if (place == 0)
            {
                engine.Prefetch(epoch);
            }

            engine.Step(epoch[place], Sgd, rows);
            elapsed = time.GetElapsedTime(start);
        }

        return elapsed.TotalMilliseconds / (step - first);
    }

    private static Dataset Draw()
    {
        TensorShape shape = TensorShape.Image(1, 28, 28);
        var generator = new TorchGenerator(2);
        byte[] pixels = new byte[Samples * shape.Count];
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = unchecked((byte)generator.NextUInt32());
        }

        return new Dataset("random", shape, pixels, [.. Enumerable.Range(0, Samples).Select(n => (byte)(n % Classes))]);
    }
}
