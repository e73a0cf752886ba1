using System.Collections.Concurrent;
using StructuralError.Core.Common;
using StructuralError.Experiments.Datasets;
using StructuralError.Experiments.Models;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Specs;
using StructuralError.Experiments.Train;
using StructuralError.Runs.Files;

namespace StructuralError.Experiments.Queue;

/// <summary>Turns specs into runs and sees them finished: the one way in which several runs are carried out.</summary>
public sealed class QueueRunner
{
    private const int MostProblems = 20;

    private readonly QueueSettings _settings;

    public QueueRunner(ExperimentServices services, QueueSettings settings)
    {
        _settings = settings;
        Data = new DatasetCache(services.Datasets);
        var source = new Lazy<Task<SourceVersion>>(services.FindSource);
        Services = services with { Datasets = Data, LoadModel = Once(services.LoadModel), FindSource = () => source.Value };
    }

    /// <summary>The data of all runs, each set loaded once.</summary>
    public DatasetCache Data { get; }

    /// <summary>
    /// What the runs take from the world, with <see cref="Data"/> as their data. Each model file is read once, and the source is looked for once.
    /// </summary>
    public ExperimentServices Services { get; }

    /// <summary>Resolves runs together, so that everything wrong with any of them is seen at once.</summary>
    /// <param name="options">What all runs have in common; <see cref="RunOptions.Out"/> is the directory in which they get theirs.</param>
    /// <exception cref="UserErrorException">What is wrong with the specs or their data; two runs that would share a directory are.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was triggered while data were loaded.</exception>
    public IReadOnlyList<QueuedRun> Resolve(IEnumerable<ResolvedSpec> specs, RunOptions options, CancellationToken stop = default)
    {
        var runs = new List<QueuedRun>();
        var problems = new List<string>();
        foreach (ResolvedSpec spec in specs)
        {
            try
            {
                runs.Add(Resolve(spec, options, stop));
            }
            catch (UserErrorException exception) when (exception.Kind == FailureKind.Usage)
            {
                problems.AddRange(exception.Problems.Select(problem => problem.Message).Except(problems));
            }
        }

        problems.AddRange(Shared(runs));
        problems.AddRange(SameDraws(runs));
        return problems.Count > 0 ? throw new UserErrorException(FailureKind.Usage, [.. Shorten(problems).Select(message => new Problem(message))]) : runs;
    }

    /// <summary>Sees the runs finished.</summary>
    /// <param name="runs">As <see cref="Resolve(IEnumerable{ResolvedSpec}, RunOptions, CancellationToken)"/> gives them: no two with one directory.</param>
    /// <returns>A result a run, in their order.</returns>
    /// <exception cref="UserErrorException">The data that a run needs are bad or cannot be read, or its device cannot be used; nothing was started.</exception>
    public QueueResult Run(IReadOnlyList<QueuedRun> runs, CancellationToken stop)
    {
        LoadData(runs.Where(run => QueueDecision.Before(run).Action is QueueAction.Start or QueueAction.Continue), stop);
        var results = new Dictionary<string, QueuedRunResult>(StringComparer.Ordinal);
        foreach (QueueBatch batch in new QueueBatches(Services, _settings).Of(runs))
        {
            int failures = results.Values.Count(result => result.State == QueueState.Failed);
            var worker = new QueueWorker(batch.Starter, _settings.Display(), batch.Limits.After(failures), Services.Time);
            foreach (QueuedRunResult result in worker.RunAsync(batch.Runs, stop).GetAwaiter().GetResult().Runs)
            {
                results.Add(result.Run.Directory, result);
            }
        }

        return new QueueResult([.. runs.Select(run => results[run.Directory])]);
    }

    /// <summary>What runs that are to be started or continued will take of the disk.</summary>
    /// <param name="runs">As <see cref="Resolve(IEnumerable{ResolvedSpec}, RunOptions, CancellationToken)"/> gives them.</param>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was triggered while data were loaded.</exception>
    public QueueSpace Space(IReadOnlyList<QueuedRun> runs, CancellationToken stop = default)
    {
        Int128 needed = 0;
        foreach (QueuedRun run in runs)
        {
            RunSpec spec = run.Resolved.Spec;
            int samples = Services.Datasets.Preview(spec)?.TrainSamples ?? Data.Load(spec, stop).Train.Count;
            needed += SpaceForecast.Of(spec, run.Network, samples).Total;
        }

        return new QueueSpace(runs.Count, needed, runs.Count > 0 ? Services.FreeSpace(runs[0].Directory) : null);
    }

    private static Func<string, ModelFile> Once(Func<string, ModelFile> load)
    {
        var models = new ConcurrentDictionary<string, Lazy<ModelFile>>(StringComparer.Ordinal);
        return model => models.GetOrAdd(model, name => new Lazy<ModelFile>(() => load(name))).Value;
    }

    private QueuedRun Resolve(ResolvedSpec resolved, RunOptions options, CancellationToken stop)
    {
        RunPlan plan = RunPlan.Make(resolved, new RunOptions(), Services, cancellation: stop);
        string path = Path.Combine(options.Out ?? RunPlan.ResultsDirectory, Path.GetFileName(plan.Path));
        return new QueuedRun(path, Decided(resolved, plan), plan.Network, plan.Identity.SpecHash) { Options = options };
    }

    /// <summary>
    /// Loads each data set once before the first run needs it: a download happens once, and bad data stop the queue and not each run. A process of its own
    /// draws its digits itself.
    /// </summary>
    private void LoadData(IEnumerable<QueuedRun> runs, CancellationToken stop)
    {
        foreach (RunSpec spec in runs.Select(run => run.Resolved.Spec).Where(spec => _settings.Processes is null || spec.Dataset != DatasetProvider.Digits))
        {
            _ = Data.Load(spec, stop);
        }
    }

    /// <summary>What <c>auto</c> came to by a download is decided once: a run that is started later must not come to something else.</summary>
    private static ResolvedSpec Decided(ResolvedSpec resolved, RunPlan plan) => resolved.Spec.Dataset != DatasetProvider.Auto || plan.Data is null
        ? resolved
        : resolved.With(resolved.Spec with { Dataset = plan.DatasetName }, "dataset", "--dataset");

    /// <summary>File systems differ in what they take for one name, so two that differ only in case are one here.</summary>
    private static IEnumerable<string> Shared(IEnumerable<QueuedRun> runs) => runs
        .GroupBy(run => run.Directory, StringComparer.OrdinalIgnoreCase)
        .Where(group => group.Skip(1).Any())
        .Select(group => $"{group.Key}: two runs would share this directory: '{string.Join(' ', group.First().Arguments)}' and "
            + $"'{string.Join(' ', group.ElementAt(1).Arguments)}'; give each combination of values that changes the results once.");

    /// <summary>Runs that would compute the same numbers under two names: their seeds have the same low 32 bits.</summary>
    private static IEnumerable<string> SameDraws(IReadOnlyList<QueuedRun> runs) => runs.All(run => Effective(run) == run.Resolved.Spec.Seed)
        ? []
        : runs.GroupBy(SameDraw).Where(group => group.DistinctBy(run => run.Resolved.Spec.Seed).Skip(1).Any()).Select(group => FormattableString.Invariant(
            $"seeds {string.Join(" and ", group.Select(run => run.Resolved.Spec.Seed).Distinct())} give the same random numbers: ")
            + "the low 32 bits of a seed count; give one of them.").Distinct();

    private static long Effective(QueuedRun run) => SeedNumber.Effective(run.Resolved.Spec.Seed);

    private static string SameDraw(QueuedRun run)
    {
        RunSpec spec = run.Resolved.Spec;
        return RunIdentity.Of(spec with { Seed = Effective(run) }, run.Network, spec.Dataset, spec.InitWeights).SpecHash;
    }

    private static IEnumerable<string> Shorten(List<string> problems) => problems.Count <= MostProblems
        ? problems
        : problems.Take(MostProblems).Append(FormattableString.Invariant($"and {problems.Count - MostProblems} further problems."));
}

/// <summary>What the runs of a queue take of a disk.</summary>
/// <param name="Runs">How many are to be started or continued.</param>
/// <param name="Needed">About how many bytes they write, each from its first step on.</param>
/// <param name="Free">Bytes that are free where they go; null where that is not known.</param>
public sealed record QueueSpace(int Runs, Int128 Needed, long? Free);
