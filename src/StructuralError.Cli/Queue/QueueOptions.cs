using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Experiments.Queue;

namespace StructuralError.Cli.Queue;

/// <summary>The options of every command that starts runs through the queue.</summary>
internal sealed class QueueOptions
{
    private readonly Option<int?> _jobs = WholeNumberOption.Create("--jobs", "runs at once (default: one for each processor, as far as memory allows); the processors are divided among them", 1);
    private readonly Option<int?> _maxFailures = WholeNumberOption.Create("--max-failures", "start no further run after so many failures", 1);
    private readonly Option<bool> _failFast = new("--fail-fast") { Description = "at the first failure start no further run, and end those that are going on at their next step" };
    private readonly Option<bool> _quiet = new("--quiet") { Description = "print nothing but warnings and errors" };
    private readonly Option<bool> _json = new("--json") { Description = "print the results as one JSON document on standard output, everything else on standard error" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "print the commands of the runs that are not finished, one a line, quoted for a POSIX shell; start nothing" };

    public bool IsDryRun(ParseResult result) => result.GetValue(_dryRun);

    public QueueSettings Settings(ParseResult result) => new(
        result.GetValue(_jobs),
        result.GetValue(_failFast) ? 1 : result.GetValue(_maxFailures),
        result.GetValue(_failFast));

    public QueueOutput Output(ParseResult result) => new(result.GetValue(_quiet), result.GetValue(_json));

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_jobs, _maxFailures, _failFast, _quiet, _json, _dryRun])
        {
            command.Add(option);
        }
    }
}
