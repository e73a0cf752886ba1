using System.Collections.Immutable;
using StructuralError.Core.Common;
using StructuralError.Experiments.Queue;

namespace StructuralError.Cli.Queue;

/// <summary>Resolves the runs of a queue together, so that everything wrong with any of them is seen at once.</summary>
internal static class QueuedRuns
{
    private const int MostProblems = 20;

    /// <param name="arguments">The options of each run.</param>
    /// <exception cref="UserErrorException">What is wrong with them; two that would share a directory are.</exception>
    public static IReadOnlyList<QueuedRun> Resolve(RunResolver resolver, IEnumerable<ImmutableArray<string>> arguments)
    {
        var runs = new List<QueuedRun>();
        var problems = new List<string>();
        foreach (ImmutableArray<string> run in arguments)
        {
            try
            {
                runs.Add(resolver.Resolve(run));
            }
            catch (UserErrorException exception) when (exception.ExitCode == ExitCodes.Usage)
            {
                problems.AddRange(exception.Problems.Select(problem => problem.Message).Except(problems));
            }
        }

        problems.AddRange(Shared(runs));
        return problems.Count > 0 ? throw new UserErrorException(ExitCodes.Usage, [.. Shorten(problems).Select(message => new Problem(message))]) : runs;
    }

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
