using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Training;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Specs;

namespace StructuralError.Cli.Training;

/// <summary>A run with everything resolved that can be resolved without starting it.</summary>
/// <param name="DatasetName">The data's real name, as far as it is known.</param>
/// <param name="IsCertain">False where <paramref name="DatasetName"/> depends on a download.</param>
/// <param name="Data">The data, where they had to be loaded already.</param>
/// <param name="Weights">Parameters to begin with; null where the seed draws them.</param>
/// <param name="Path">The run directory as it is shown.</param>
internal sealed record RunPlan(ResolvedSpec Resolved, Network Network, string DatasetName, bool IsCertain, DatasetPair? Data, InitialWeights? Weights, RunIdentity Identity, string Path)
{
    private const string ResultsDirectory = "results";

    public RunSpec Spec => Resolved.Spec;

    /// <summary>Resolves model and network and names the run.</summary>
    /// <param name="load">Loads the data; called only where the network's shape needs it.</param>
    /// <exception cref="UserErrorException">Exit 2 with everything that is wrong, or what reading the model or the data gave.</exception>
    public static RunPlan Make(ResolvedSpec resolved, TrainOptions options, ITrainingServices services, Func<DatasetPair> load)
    {
        var problems = new List<Problem>(resolved.Problems);
        ModelFile? model = Collect(problems, () => services.LoadModel(resolved.Spec.Model));
        DatasetPreview? preview = Collect(problems, () => services.Preview(resolved.Spec));
        InitialWeights? weights = Collect(problems, () => resolved.Spec.InitWeights is { } file ? InitialWeights.Read(file) : null);
        if (problems.Count > 0 && (preview is null || model is null))
        {
            throw new UserErrorException(ExitCodes.Usage, problems);
        }

        DatasetPair? data = preview is null ? load() : null;
        (TensorShape shape, int classes) = preview is null ? Describe(data!) : (preview.Shape, preview.Classes);
        Network? network = Collect(problems, () => Resolve(model!, resolved.Spec, shape, classes, weights));
        if (problems.Count > 0)
        {
            throw new UserErrorException(ExitCodes.Usage, problems);
        }

        RequireMemory(network!, resolved.Spec, 1);
        return Name(resolved, options, network!, model!, preview?.Name ?? data!.Name, preview?.IsCertain ?? true, data, weights);
    }

    /// <summary>All that is wrong with a spec whose command line cannot be run, so that everything is reported at once. Loads no data.</summary>
    public static IReadOnlyList<Problem> Problems(ResolvedSpec resolved, ITrainingServices services)
    {
        var problems = new List<Problem>(resolved.Problems);
        ModelFile? model = Collect(problems, () => services.LoadModel(resolved.Spec.Model));
        DatasetPreview? preview = Collect(problems, () => services.Preview(resolved.Spec));

        // Where no model was chosen, a misspelt --model may be the reason, and what the default model lacks would only mislead.
        if (model is not null && preview is not null && resolved.Origins["model"] != SpecBuilder.DefaultOrigin)
        {
            _ = Collect(problems, () => model.Resolve(resolved.Spec.Network, preview.Shape, preview.Classes));
        }

        return problems;
    }

    /// <summary>The same run once its data are there.</summary>
    /// <exception cref="UserErrorException">Exit 2: the spec asks for more samples than there are, or the model does not take such images.</exception>
    public RunPlan With(DatasetPair data, TrainOptions options, ITrainingServices services)
    {
        ModelFile model = services.LoadModel(Spec.Model);
        (TensorShape shape, int classes) = Describe(data);
        Network network = Resolve(model, Spec, shape, classes, Weights);
        if (Spec.Probe is { } probe && probe.Count > Split(data, probe).Count)
        {
            throw new UserErrorException(ExitCodes.Usage, FormattableString.Invariant(
                $"probe: {probe.Split}:{probe.Count} asks for more samples than the {Split(data, probe).Count} that {data.Name} has in that split."));
        }

        RequireMemory(network, Spec, Training(data).BatchCapacity);
        return Name(Resolved, options, network, model, data.Name, true, data, Weights);
    }

    /// <summary>Refuses a run that cannot fit, before anything is allocated.</summary>
    /// <param name="batch">Samples of the largest batch, as far as it is known.</param>
    /// <exception cref="UserErrorException">Exit 2, with the figure and what makes it up.</exception>
    public static void RequireMemory(Network network, RunSpec spec, long batch)
    {
        MemoryForecast forecast = MemoryForecast.Of(network, batch, spec.Threads, spec.Precision);
        long available = MemoryForecast.Available;
        if (forecast.Total > available)
        {
            throw new UserErrorException(ExitCodes.Usage, FormattableString.Invariant(
                $"model '{network.Name}' with {network.ParameterCount} parameters, batches of {batch} and {spec.Threads} threads would need at least {MemoryForecast.Text(forecast.Total)} of memory (parameters {MemoryForecast.Text(forecast.Parameters)}, batch {MemoryForecast.Text(forecast.Batch)}, threads {MemoryForecast.Text(forecast.Workers)}); there are {MemoryForecast.Text(available)}. Make the model, --batch-size or --threads smaller."));
        }
    }

    /// <summary>What the loop does; the data must be there.</summary>
    public TrainingPlan Training(DatasetPair data) => new(
        data.Train,
        new SgdStep(Spec.LearningRate, Spec.Momentum, Spec.WeightDecay),
        Spec.BatchSize,
        Spec.Epochs,
        Spec.Steps,
        Spec.MeasureEvery,
        Spec.Probe is { } probe ? new ProbeSet(Split(data, probe), probe.Count) : null)
    {
        Weights = Spec.Weights,
        Structure = Spec.StructureEvery > 0 ? new StructurePlan(Network, Spec.StructureEvery) : null,
    };

    private static Network Resolve(ModelFile model, RunSpec spec, TensorShape shape, int classes, InitialWeights? weights)
    {
        Network network = model.Resolve(spec.Network, shape, classes);
        weights?.RequireFit(network);
        return network;
    }

    private static RunPlan Name(
        ResolvedSpec resolved, TrainOptions options, Network network, ModelFile model, string dataset, bool isCertain, DatasetPair? data, InitialWeights? weights)
    {
        RunIdentity identity = RunIdentity.Of(resolved.Spec, network, dataset, weights?.Source.Sha256);
        bool ownData = resolved.Spec.Dataset is not ("auto" or "mnist" or "digits");
        string hash = ownData && data is not null ? identity.WithData(data.Sha256) : identity.SpecHash;
        string path = options.Out
            ?? System.IO.Path.Combine(ResultsDirectory, RunName.Of(resolved.Spec, network, model.Defaults, dataset, hash, ownData || model.IsOwn || weights is not null));
        return new RunPlan(resolved, network, dataset, isCertain, data, weights, identity, path);
    }

    private static Dataset Split(DatasetPair data, ProbeSpec probe) => probe.Split == "train" ? data.Train : data.Test;

    private static (TensorShape Shape, int Classes) Describe(DatasetPair data) =>
        (data.Train.SampleShape, 1 + Math.Max(data.Train.Labels.Max(), data.Test.Labels.Max()));

    /// <summary>Runs a part of the resolution; what the user did wrong joins the other problems.</summary>
    private static T? Collect<T>(List<Problem> problems, Func<T> part)
        where T : class?
    {
        try
        {
            return part();
        }
        catch (UserErrorException exception) when (exception.ExitCode == ExitCodes.Usage)
        {
            problems.AddRange(exception.Problems);
            return null;
        }
    }
}
