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
                ParameterSet scaled = Scaled(drawn, subject.Network, scale);
                engine.Load(scaled);
                engine.Measure(batch, measured);
                double largest = measured.Logits.Chunk(classes).Max(DistanceFromUniform);
                double squares = scaled.Parameters.SelectMany(parameter => parameter.Values).Sum(value => value * value);
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
        return
            from experiment in ((string Name, string Prefix)[])[("initialiser", string.Empty), (InitialisersLessCorrelated.Control, "no-output-bias-")]
            from model in (string[])["a", "b"]
            let basic = Of(experiment.Prefix + model, "default", level: 0).ToArray()
            from initialiser in Initialisers
            from drawn in basic.Concat(Of(experiment.Prefix + model, initialiser, level: 1))
            let name = FormattableString.Invariant($"model {model}, k = {PaperModels.DeepestTraining}, {initialiser}")
            select new Trial(experiment.Name, name, drawn.Level, drawn.Network.Seed, drawn.Network.Independence.MeanAbsoluteCosine);

        IEnumerable<(InitialMeasurement Network, int Level)> Of(string model, string initialiser, int level) =>
            Measured(Subjects(model, PaperModels.DeepestTraining, settings.Common with { Init = initialiser }, data), data, device, cancellation)
                .Select(network => (network, level));
    }

    private IEnumerable<Trial> Classes(DatasetPair data, DeviceRequest device, CancellationToken cancellation) =>
        from classes in ClassCounts
        let labelled = data with { Train = data.Train.WithLabels([.. data.Train.Labels.Select(label => (byte)(label % classes))], []) }
        from model in (string[])["a", "c"]
        from network in Measured(Subjects(model, 1, settings.Common, data, classes), labelled, device, cancellation)
        select new Trial("classes", $"model {model}, k = 1", classes, network.Seed, network.G);

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

    private static ParameterSet Scaled(ParameterSet drawn, Network network, double scale)
    {
        var scaled = new ParameterSet(network);
        scaled.CopyValues(drawn);
        foreach (Parameter parameter in scaled.Parameters)
        {
            foreach (ref double value in parameter.Values.AsSpan())
            {
                value *= scale;
            }
        }

        return scaled;
    }

    // ‖p‖² − 1/C as Σ (p − 1/C)², which does not cancel.
    private static double DistanceFromUniform(double[] logits)
    {
        double largest = logits.Max();
        double[] powers = [.. logits.Select(logit => Math.Exp(logit - largest))];
        double sum = powers.Sum();
        return powers.Select(power => (power / sum) - (1.0 / powers.Length)).Sum(difference => difference * difference);
    }
}
