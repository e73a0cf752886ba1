using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Losses;
using StructuralError.Core.Networks;
using StructuralError.Core.Training;
using StructuralError.Experiments.Datasets;
using StructuralError.Experiments.Models;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Specs;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;

namespace StructuralError.Experiments.Train;

/// <summary>A run with everything resolved: nothing of it is decided later.</summary>
/// <param name="DatasetName">The data's real name.</param>
/// <param name="TrainSamples">Samples to train on.</param>
/// <param name="Data">The data, where they had to be loaded already.</param>
/// <param name="Weights">Parameters to begin with; null where the seed draws them.</param>
/// <param name="Path">The run directory as it is shown.</param>
public sealed record RunPlan(
    ResolvedSpec Resolved, Network Network, string DatasetName, int TrainSamples, DatasetPair? Data, InitialWeights? Weights, RunIdentity Identity, string Path)
{
    /// <summary>The directory that holds the run directories unless something else is asked for.</summary>
    public const string ResultsDirectory = "results";

    public RunSpec Spec => Resolved.Spec;

    /// <summary>Samples of the largest batch.</summary>
    public int BatchCapacity => Math.Min(Spec.BatchSize, TrainSamples);

    /// <summary>Resolves model, network and data set, and names the run.</summary>
    /// <param name="isPreview">Whether the plan is only shown: then a data set that would have to be downloaded to be known is taken for the one that is
    /// meant.</param>
    /// <exception cref="UserErrorException">Exit 2 with everything that is wrong, or what reading the model or the data gave.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was triggered while data were loaded.</exception>
    public static RunPlan Make(
        ResolvedSpec resolved, RunOptions options, ExperimentServices services, bool isPreview = false, CancellationToken cancellation = default)
    {
        var problems = new List<Problem>(resolved.Problems);
        ModelFile? model = Collect(problems, () => services.LoadModel(resolved.Spec.Model));
        resolved = WithLossOf(model, resolved);
        RunSpec spec = resolved.Spec;
        DatasetPreview? preview = Collect(problems, () => services.Datasets.Preview(spec));
        InitialWeights? weights = Collect(problems, () => spec.InitWeights is { } file ? InitialWeights.Read(file, spec.Match) : null);
        if (problems.Count > 0 && (preview is null || model is null))
        {
            throw new UserErrorException(FailureKind.Usage, problems);
        }

        DatasetPair? data = preview is null ? services.Datasets.Load(spec, cancellation) : null;
        preview ??= Describe(data!);
        Network? network = Collect(problems, () => Resolve(model!, spec, preview, weights));
        UserErrorException.ThrowIfAny(problems);

        RequireMemory(network!, spec, preview.IsCertain ? Math.Min(spec.BatchSize, preview.TrainSamples) : null);
        RequireKernelMemory(network!, spec);
        if (!preview.IsCertain && !isPreview)
        {
            data = services.Datasets.Load(spec, cancellation);
            preview = Describe(data);
            network = Resolve(model!, spec, preview, weights);
        }

        RunIdentity identity = RunIdentity.Of(spec, network!, preview.Name, weights?.Source.Sha256);
        bool isOwnData = spec.Labels.FromFile || !DatasetProvider.Names.Contains(spec.Dataset);
        string hash = isOwnData && data is not null ? identity.WithData(data.Sha256) : identity.SpecHash;
        string path = options.Out ?? System.IO.Path.Combine(
            ResultsDirectory, RunName.Of(spec, network!, model!.Defaults, preview.Name, hash, isOwnData || model.IsOwn || weights is not null));
        return new RunPlan(resolved, network!, preview.Name, preview.TrainSamples, data, weights, identity, path);
    }

    /// <summary>All that is wrong with a spec whose command line cannot be run, so that everything is reported at once. Loads no data.</summary>
    public static IReadOnlyList<Problem> Problems(ResolvedSpec resolved, ExperimentServices services)
    {
        var problems = new List<Problem>(resolved.Problems);
        ModelFile? model = Collect(problems, () => services.LoadModel(resolved.Spec.Model));
        DatasetPreview? preview = Collect(problems, () => services.Datasets.Preview(resolved.Spec));

        // Where no model was chosen, a misspelt --model may be the reason, and what the default model lacks would only mislead.
        if (model is not null && preview is not null && resolved.Origins["model"] != SpecBuilder.DefaultOrigin)
        {
            _ = Collect(problems, () => model.Resolve(resolved.Spec.Network, preview.Shape, preview.Classes));
        }

        return problems;
    }

    /// <summary>What the loop does.</summary>
    /// <exception cref="UserErrorException">Exit 2: the spec asks for more samples than there are, or the run does not fit the memory.</exception>
    public TrainingPlan Training(DatasetPair data)
    {
        if (Spec.Probe is { } probe)
        {
            RequireProbe(probe, data);
        }

        if (Spec.KernelEvery > 0)
        {
            RequireProbe(Spec.KernelProbe, data, "kernel_probe");
        }

        var sgd = new SgdOptions(Spec.LearningRate, Spec.Momentum, Spec.WeightDecay);
        ProbeSet? set = Spec.Probe is { } own ? Set(own) : null;
        var plan = new TrainingPlan(data.Train, sgd, Spec.BatchSize, Spec.Epochs, Spec.Steps, Spec.MeasureEvery, set)
        {
            Weights = Spec.Weights,
            Loss = LossTable.Of(Spec.Loss),
            Structure = Spec.StructureEvery > 0 ? new StructurePlan(Network, Spec.StructureEvery) : null,
            Kernel = Spec.KernelEvery > 0 ? new KernelPlan(Network, Set(Spec.KernelProbe), Spec.KernelEvery, new ParameterSet(Network)) : null,
        };
        RequireMemory(Network, Spec, plan.BatchCapacity);
        return plan;

        ProbeSet Set(ProbeSpec probe) => new(Split(data, probe), probe.Count);
    }

    /// <summary>The split that a probe is taken from.</summary>
    public static Dataset Split(DatasetPair data, ProbeSpec probe) => probe.Split == "train" ? data.Train : data.Test;

    /// <param name="field">The spec's name of the probe.</param>
    /// <exception cref="UserErrorException">Exit 2: the probe asks for more samples than there are.</exception>
    public static void RequireProbe(ProbeSpec probe, DatasetPair data, string field = "probe")
    {
        if (Split(data, probe) is { } split && probe.Count > split.Count)
        {
            throw new UserErrorException(FailureKind.Usage, FormattableString.Invariant(
                $"{field}: {probe.Split}:{probe.Count} asks for more samples than the {split.Count} that {data.Name} has in that split."));
        }
    }

    /// <summary>Refuses a run that cannot fit, before anything is allocated.</summary>
    /// <param name="batch">Samples of the largest batch; null where that is not known: then what is asked is whether it would fit at all.</param>
    /// <exception cref="UserErrorException">Exit 2, with the figure and what makes it up.</exception>
    public static void RequireMemory(Network network, RunSpec spec, long? batch)
    {
        MemoryForecast forecast = MemoryForecast.Of(network, batch ?? 1, spec.Threads, spec.Precision, layers: spec.StructureEvery > 0);
        long available = MemoryForecast.Available;

        // A forecast may be a quarter too high, and what might fit is not refused.
        if ((double)forecast.Total > 1.25 * available)
        {
            string parts = $"parameters {MemoryForecast.Text(forecast.Parameters)}, batch {MemoryForecast.Text(forecast.Batch)}, "
                + $"threads {MemoryForecast.Text(forecast.Workers)}";
            string memory = $"about {MemoryForecast.Text(forecast.Total)} of memory ({parts}); there are {MemoryForecast.Text(available)}";
            string batches = batch is null ? string.Empty : FormattableString.Invariant($", batches of {batch}");
            throw new UserErrorException(FailureKind.Usage, FormattableString.Invariant(
                $"model '{network.Name}' with {network.ParameterCount} parameters{batches} and {spec.Threads} threads would need {memory}.")
                + (batch is null ? " Make the model or --threads smaller." : " Make the model, --batch-size or --threads smaller."));
        }
    }

    /// <summary>Refuses a kernel that cannot fit.</summary>
    /// <exception cref="UserErrorException">Exit 2, with its size.</exception>
    private static void RequireKernelMemory(Network network, RunSpec spec)
    {
        if (spec.KernelEvery > 0 && KernelForecast.Of(network, spec) is var forecast && forecast.Bytes > MemoryForecast.Available)
        {
            throw new UserErrorException(FailureKind.Usage, FormattableString.Invariant(
                $"kernel_probe: the kernel of {spec.KernelProbe.Count} samples, {network.Classes} classes is a matrix of {forecast.Order} × {forecast.Order}")
                + $"; it would need {MemoryForecast.Text(forecast.Bytes)} of memory, and there are {MemoryForecast.Text(MemoryForecast.Available)}. Take fewer "
                + "samples, as --kernel-probe train:64.");
        }
    }

    /// <summary>A data set that is loaded.</summary>
    public static DatasetPreview Describe(DatasetPair data) => new(data.Name, data.Train.SampleShape, data.Classes, data.Train.Count);

    /// <summary>The model's own loss, where nobody asked for one.</summary>
    private static ResolvedSpec WithLossOf(ModelFile? model, ResolvedSpec resolved) =>
        model?.Loss is { } loss && resolved.Origins["loss"] == SpecBuilder.DefaultOrigin
            ? resolved.With(resolved.Spec with { Loss = loss }, "loss", RunManifest.ModelFileOrigin)
            : resolved;

    private static Network Resolve(ModelFile model, RunSpec spec, DatasetPreview data, InitialWeights? weights)
    {
        Network network = model.Resolve(spec.Network, data.Shape, data.Classes);
        weights?.RequireFit(network);
        return network;
    }

    /// <summary>Runs a part of the resolution; what the user did wrong joins the other problems.</summary>
    internal static T? Collect<T>(List<Problem> problems, Func<T> part)
        where T : class?
    {
        try
        {
            return part();
        }
        catch (UserErrorException exception) when (exception.Kind == FailureKind.Usage)
        {
            problems.AddRange(exception.Problems);
            return null;
        }
    }
}
