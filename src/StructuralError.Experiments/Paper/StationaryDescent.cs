using System.Collections.Immutable;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Losses;
using StructuralError.Core.Networks;
using StructuralError.Core.Structure;
using StructuralError.Core.Training;
using StructuralError.Experiments.Datasets;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Specs;
using StructuralError.Experiments.Train;

namespace StructuralError.Experiments.Paper;

/// <summary>Runs gradient descent from a stationary point of each model (<see cref="StationaryPoint"/>).</summary>
/// <param name="services">Its data sets are loaded once.</param>
public sealed class StationaryDescent(ExperimentServices services, ReproductionSettings settings)
{
    private const int AllSteps = 500;
    private const int QuickSteps = 50;
    private const double LearningRate = 0.1;

    // Pixels are at most 1 and weights are drawn small: no input lifts a unit over this. As an output bias it is what is left of a class without a sample.
    private const double Dead = -100;

    /// <summary>One result for each model and seed.</summary>
    /// <param name="models">Of the paper's.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was triggered.</exception>
    public IReadOnlyList<StationaryPoint> Run(IEnumerable<string> models, CancellationToken cancellation)
    {
        DatasetPair data = services.Datasets.Load(settings.Common, cancellation);
        DatasetPreview described = RunPlan.Describe(data);
        DeviceChoice device = services.Devices.Choose(settings.Common.Device);

        // A batch is little work for all cores of a processor: each point gets one of them.
        bool isShared = !device.IsAccelerator;
        RunSpec common = isShared ? settings.Common with { Threads = 1 } : settings.Common;
        (string Model, long Seed)[] points = [.. models.SelectMany(model => settings.SeedValues.Select(seed => (model, seed)))];
        return SideBySide.Map(
            points, isShared ? settings.Common.Threads : 1,
            point =>
            {
                ImmutableSortedDictionary<string, int> values = settings.NetworkValues(point.Model, 1, PaperPlan.OwnWidth(point.Model));
                Network network = services.LoadModel(settings.Member.ModelOf(point.Model)).Resolve(values, described.Shape, described.Classes);
                RunSpec spec = common with { Model = settings.Member.ModelOf(point.Model), Network = values, Seed = point.Seed };
                return Run(network, spec, data.Train, device.Device, cancellation) with { Model = point.Model };
            },
            cancellation);
    }

    private StationaryPoint Run(Network network, RunSpec spec, Dataset data, DeviceRequest device, CancellationToken cancellation)
    {
        (ParameterSet parameters, ISampler order) = services.Draw(network, spec, data.Count);
        int samples = Math.Min(spec.BatchSize, data.Count);
        var batch = new Batch(data, order.NextEpoch().AsMemory(0, samples), 0);
        MakeStationary(parameters, batch, network.HasOutputBias);
        using IEngine engine = services.CreateEngine(network, spec, samples, device, cancellation);
        engine.Load(parameters);
        Measurements before = new(samples, network.Classes, MeasurementLevel.Structure), after = new(samples, network.Classes, MeasurementLevel.Structure);
        var plain = new Measurements(samples, network.Classes, MeasurementLevel.Loss);
        engine.Measure(batch, before);
        int steps = settings.IsQuick ? QuickSteps : AllSteps;
        for (int step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            engine.Step(batch with { Step = step }, new SgdOptions(LearningRate, 0, 0), plain);
        }

        engine.Measure(batch, after);
        double tolerance = Theorem3.Tolerance(engine.Info.Precision);
        return new(
            spec.Model, spec.Seed, samples, steps, before.Loss.Average(), after.Loss.Average(), after.FittingError.Average(),
            before.Eigenvalues.Concat(after.Eigenvalues).Max(value => Math.Abs(value - 1)),
            Theorem3.Violations(before, tolerance) + Theorem3.Violations(after, tolerance));
    }

    private static void MakeStationary(ParameterSet parameters, in Batch batch, bool hasOutputBias)
    {
        Parameter[] biases = [.. parameters.Parameters.Where(parameter => parameter.Name.EndsWith(".bias", StringComparison.Ordinal))];
        foreach (Parameter bias in biases)
        {
            Array.Fill(bias.Values, Dead);
        }

        if (!hasOutputBias)
        {
            return;
        }

        double[] output = biases[^1].Values, targets = new double[output.Length];
        foreach (int sample in batch.Indices.Span)
        {
            var target = Target.Of(batch.Data, sample);
            for (int label = 0; label < targets.Length; label++)
            {
                targets[label] += target[label];
            }
        }

        for (int label = 0; label < output.Length; label++)
        {
            output[label] = targets[label] == 0 ? Dead : Math.Log(targets[label] / batch.Count);
        }
    }
}
