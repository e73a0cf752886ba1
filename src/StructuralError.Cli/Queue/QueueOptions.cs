using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Experiments.Queue;

namespace StructuralError.Cli.Queue;

/// <summary>The options of every command that starts runs through the queue.</summary>
internal sealed class QueueOptions
{
    private readonly Option<int?> _jobs = Options.WholeNumber(
        "--jobs", "runs at once (default: one for each processor, as far as memory allows); the processors are divided among them", 1);

    private readonly Option<int?> _maxFailures = Options.WholeNumber("--max-failures", "start no further run after so many failures", 1);
    private readonly Option<bool> _failFast = Options.Flag(
        "--fail-fast", "at the first failure start no further run, and end those that are going on at their next step");

    private readonly Option<bool> _quiet = Options.Flag("--quiet", "print nothing but warnings and errors");
    private readonly Option<bool> _json = Options.Flag(
        "--json", "print the results as one JSON document on standard output, everything else on standard error");

    private readonly Option<bool> _dryRun = Options.Flag(
        "--dry-run", "print the commands of the runs that are not finished, one a line, for a POSIX shell, or with --on the scripts of jobs; start nothing");

    private readonly ClusterOptions _cluster = new();

    public IEnumerable<Option> All => [_jobs, _maxFailures, _failFast, _quiet, _json, _dryRun, .. _cluster.All];

    /// <param name="processes">Gives each run of the processor a process of its own; null where they are carried out in this one.</param>
    public QueueCommand Read(ParseResult result, CliContext context, IRunStarter? processes = null)
    {
        bool failFast = result.GetValue(_failFast);
        var settings = new QueueSettings(result.GetValue(_jobs), failFast ? 1 : result.GetValue(_maxFailures), failFast) { Processes = processes };
        return new QueueCommand(
            context, settings, result.GetValue(_quiet), result.GetValue(_json), result.GetValue(_dryRun), _cluster.Read(result), _cluster.Waits(result));
    }
}
