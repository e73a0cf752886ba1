using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Training;
using StructuralError.Experiments.Datasets;
using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Paper.Claims;
using StructuralError.Experiments.Paper.Claims.Trials;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Specs;
using StructuralError.Experiments.Train;

namespace StructuralError.Experiments.Paper;

/// <summary>Trials with networks as they are drawn, not trained.</summary>
/// <param name="services">Its data sets are loaded once.</param>
public sealed class InitialTrials(ExperimentServices services, ReproductionSettings settings)
{
    private const int Deep = PaperPlan.DeepestTraining;

    private static readonly string[] Initialisers = ["he-uniform", "he-normal", "xavier-uniform", "xavier-normal"];
    private static readonly int[] ClassCounts = [2, 3, 5, 10, 30, 100];
    private static readonly double[] Scales = [1e-3, 1e-2, 1e-1, 1];

    /// <summary>All trials of all seeds.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was triggered.</exception>
    public IReadOnlyList<Trial> Run(CancellationToken cancellation)
    {
        DatasetPair data = services.Datasets.Load(settings.Common, cancellation);
        DeviceRequest device = services.Devices.Choose(settings.Common.Device).Device;
        return
        [
            .. PaperModels.All.SelectMany(model => OnRay(model, [0], data, device, cancellation))
                .Select(point => new Trial("zero", $"model {point.Model}, k = 1", point.Scale, point.Seed, point.Distance)),
            .. ((string[])["a", "b"]).SelectMany(model => OnRay(model, Scales, data, device, cancellation))
                .Select(point => new Trial("near-zero", $"model {point.Model}, k = 1", point.Scale, point.Seed, point.Distance / point.Squares)),
            .. Dropout(data, device, cancellation), .. OfInitialisers(data, device, cancellation), .. Classes(data, device, cancellation),
        ];
    }

    /// <summary>The largest ‖p‖² − 1/C of the first batch at s·θ₀, θ₀ as it is drawn, and ‖s·θ₀‖².</summary>
    private IEnumerable<(string Model, double Scale, long Seed, double Distance, double Squares)> OnRay(
        string model, double[] scales, DatasetPair data, DeviceRequest device, CancellationToken cancellation)
    {
        foreach (InitialNetwork subject in Subjects(model, 1, settings.Common, data))
        {
            (ParameterSet drawn, ISampler order) = services.Draw(subject.Network, subject.Spec, data.Train.Count);
            int samples = Math.Min(subject.Spec.BatchSize, data.Train.Count), classes = subject.Network.Classes;
            var batch = new Batch(data.Train, order.NextEpoch().AsMemory(0, samples), 0);
            using IEngine engine = services.CreateEngine(subject.Network, subject.Spec, samples, device, cancellation);
            var measured = new Measurements(samples, classes, MeasurementLevel.Structure);
            foreach (double scale in scales)
            {
                engine.Load(Scaled(drawn, subject.Network, scale, out double squares));
                engine.Measure(batch, measured);
                double largest = Enumerable.Range(0, samples).Max(n => DistanceFromUniform(measured.Logits.AsSpan(n * classes, classes)));
                yield return (model, scale, subject.Spec.Seed, largest, squares);
            }
        }
    }

    // Of two levels: without (0) and with (1).
    private IEnumerable<Trial> Dropout(DatasetPair data, DeviceRequest device, CancellationToken cancellation) =>
        ((string[])["a", "dropout-a"]).SelectMany((model, level) => Measured(Subjects(model, 1, settings.Common, data), data, device, cancellation)
            .Select(network => new Trial("dropout", "model a, k = 1", level, network.Seed, network.Independence.MeanAbsoluteCosine)));

    private IEnumerable<Trial> OfInitialisers(DatasetPair data, DeviceRequest device, CancellationToken cancellation)
    {
        (string Experiment, string Prefix)[] experiments = [("initialiser", string.Empty), (InitialisersLessCorrelated.Control, "no-output-bias-")];
        foreach ((string experiment, string prefix) in experiments)
        {
            foreach (string model in (string[])["a", "b"])
            {
                InitialMeasurement[] basic = [.. Of(prefix + model, "default")];
                foreach (string initialiser in Initialisers)
                {
                    string name = FormattableString.Invariant($"model {model}, k = {Deep}, {initialiser}");
                    foreach ((InitialMeasurement network, int level) in basic.Select(drawn => (drawn, 0))
                        .Concat(Of(prefix + model, initialiser).Select(drawn => (drawn, 1))))
                    {
                        yield return new(experiment, name, level, network.Seed, network.Independence.MeanAbsoluteCosine);
                    }
                }
            }
        }

        IEnumerable<InitialMeasurement> Of(string model, string initialiser) =>
            Measured(Subjects(model, Deep, settings.Common with { Init = initialiser }, data), data, device, cancellation);
    }

    private IEnumerable<Trial> Classes(DatasetPair data, DeviceRequest device, CancellationToken cancellation)
    {
        foreach (int classes in ClassCounts)
        {
            DatasetPair labelled = data with { Train = data.Train.WithLabels([.. data.Train.Labels.Select(label => (byte)(label % classes))], []) };
            foreach (string model in (string[])["a", "c"])
            {
                foreach (InitialMeasurement network in Measured(Subjects(model, 1, settings.Common, data, classes), labelled, device, cancellation))
                {
                    yield return new("classes", $"model {model}, k = 1", classes, network.Seed, network.G);
                }
            }
        }
    }

    private IEnumerable<InitialMeasurement> Measured(InitialNetwork[] subjects, DatasetPair data, DeviceRequest device, CancellationToken cancellation) =>
        new InitialStructure(services, data, device).Measure(subjects, null, cancellation);

    private InitialNetwork[] Subjects(string model, int k, RunSpec common, DatasetPair data, int? classes = null)
    {
        DatasetPreview described = RunPlan.Describe(data);
        Network network = services.LoadModel(model).Resolve(RunSpec.NoParameters.Add("k", k), described.Shape, classes ?? described.Classes);
        return
        [
            .. settings.SeedValues.Select(seed => InitialNetwork.Of(common with { Model = model, Network = network.Values, Seed = seed }, network)),
        ];
    }

    private static ParameterSet Scaled(ParameterSet drawn, Network network, double scale, out double squares)
    {
        var scaled = new ParameterSet(network);
        scaled.CopyValues(drawn);
        squares = 0;
        foreach (Parameter parameter in scaled.Parameters)
        {
            foreach (ref double value in parameter.Values.AsSpan())
            {
                value *= scale;
                squares += value * value;
            }
        }

        return scaled;
    }

    // ‖p‖² − 1/C as Σ (p − 1/C)², which does not cancel.
    private static double DistanceFromUniform(ReadOnlySpan<double> logits)
    {
        double largest = double.NegativeInfinity, sum = 0, distance = 0;
        foreach (double logit in logits)
        {
            largest = Math.Max(largest, logit);
        }

        foreach (double logit in logits)
        {
            sum += Math.Exp(logit - largest);
        }

        foreach (double logit in logits)
        {
            double difference = (Math.Exp(logit - largest) / sum) - (1.0 / logits.Length);
            distance += difference * difference;
        }

        return distance;
    }
}
