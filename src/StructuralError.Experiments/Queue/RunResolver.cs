using StructuralError.Core.Common;
using StructuralError.Experiments.Datasets;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Specs;
using StructuralError.Experiments.Train;
using StructuralError.Runs.Directories;

namespace StructuralError.Experiments.Queue;

/// <summary>Turns specs into runs of a queue.</summary>
/// <param name="services">Its data sets are loaded once for all runs.</param>
/// <param name="parent">The directory in which the runs get theirs.</param>
public sealed class RunResolver(ExperimentServices services, DatasetCache data, string parent)
{
    private const int MostProblems = 20;

    private readonly ExperimentServices _services = services with { Datasets = data };

    /// <summary>The data of all runs.</summary>
    public DatasetCache Data => data;

    /// <summary>Whether runs that are there are replaced.</summary>
    public bool Replaces { get; init; }

    /// <summary>What is done with a run that is there, but not finished.</summary>
    public ResumeMode Resume { get; init; }

    /// <summary>Resolves runs together, so that everything wrong with any of them is seen at once.</summary>
    /// <exception cref="UserErrorException">What is wrong with them; two that would share a directory are.</exception>
    public IReadOnlyList<QueuedRun> Resolve(IEnumerable<ResolvedSpec> specs)
    {
        ArgumentNullException.ThrowIfNull(specs);
        var runs = new List<QueuedRun>();
        var problems = new List<string>();
        foreach (ResolvedSpec spec in specs)
        {
            try
            {
                runs.Add(Resolve(spec));
            }
            catch (UserErrorException exception) when (exception.ExitCode == ExitCodes.Usage)
            {
                problems.AddRange(exception.Problems.Select(problem => problem.Message).Except(problems));
            }
        }

        problems.AddRange(Shared(runs));
        return problems.Count > 0 ? throw new UserErrorException(ExitCodes.Usage, [.. Shorten(problems).Select(message => new Problem(message))]) : runs;
    }

    /// <exception cref="UserErrorException">What is wrong with the spec, or with the data where they had to be looked at.</exception>
    public QueuedRun Resolve(ResolvedSpec resolved)
    {
        RunPlan plan = RunPlan.Make(resolved, new RunOptions(), _services);
        return new QueuedRun(Path.Combine(parent, Path.GetFileName(plan.Path)), Decided(resolved, plan), plan.Network, plan.Identity.SpecHash)
        {
            Replaces = Replaces,
            Resume = Resume,
        };
    }

    /// <summary>Loads each data set once before the first run needs it: a download happens once, and bad data stop the queue and not each run.</summary>
    /// <param name="inProcess">Whether the runs use what is loaded here; a process of its own draws its digits itself.</param>
    /// <exception cref="UserErrorException">The data are bad (65), or cannot be read or downloaded (74).</exception>
    public void Prepare(IEnumerable<QueuedRun> runs, bool inProcess)
    {
        foreach (RunSpec spec in runs.Select(run => run.Resolved.Spec).Where(spec => inProcess || spec.Dataset != DatasetProvider.Digits))
        {
            data.Load(spec);
        }
    }

    /// <summary>What <c>auto</c> came to by a download is decided once: a run that is started later must not come to something else.</summary>
    private static ResolvedSpec Decided(ResolvedSpec resolved, RunPlan plan) => resolved.Spec.Dataset != DatasetProvider.Auto || plan.Data is null
        ? resolved
        : resolved with { Spec = resolved.Spec with { Dataset = plan.DatasetName }, Origins = resolved.Origins.SetItem("dataset", SpecFields.Find("dataset")!.Option) };

    /// <summary>File systems differ in what they take for one name, so two that differ only in case are one here.</summary>
    private static IEnumerable<string> Shared(IEnumerable<QueuedRun> runs) => runs
        .GroupBy(run => run.Directory, StringComparer.OrdinalIgnoreCase)
        .Where(group => group.Skip(1).Any())
        .Select(group => $"{group.Key}: two runs would share this directory: '{string.Join(' ', group.First().Arguments)}' and '{string.Join(' ', group.ElementAt(1).Arguments)}'; "
            + "give each combination of values that changes the results once.");

    private static IEnumerable<string> Shorten(List<string> problems) => problems.Count <= MostProblems
        ? problems
        : problems.Take(MostProblems).Append(FormattableString.Invariant($"and {problems.Count - MostProblems} further problems."));
}
