using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Cli.Completion;
using StructuralError.Cli.Queue;
using StructuralError.Core.Common;
using StructuralError.Experiments.Clusters;
using StructuralError.Experiments.Queue;

namespace StructuralError.Cli.Commands;

/// <summary><c>sweep status|cancel|resume DIR</c>: sweeps that a cluster works off; and what its tasks are.</summary>
internal static class SweepClusterCommands
{
    public static void AddTo(Command sweep, CliContext context)
    {
        var options = new ClusterOptions();
        Option<bool> wait = Options.Flag("--wait", "show how it stands until all is done; Ctrl-C leaves the jobs running");
        Option<bool> json = RunsCommand.Json();
        Add("status", "Show what is finished, running, waiting, failed and why, of a sweep that was submitted with --on.", [json],
            (result, directory, interruption) => new ClusterCommand(context, false, result.GetValue(json)).Status(directory, interruption.Token));
        Add("cancel", "Cancel the jobs of a sweep; what is finished is kept, and so are checkpoints.", [],
            (_, directory, interruption) => new ClusterCommand(context, false, false).Cancel(directory, interruption.Token));
        Add("resume", "Submit the runs of a sweep that are neither finished nor waiting, with the options that it had, or others.", [.. options.OfTasks, wait],
            (result, directory, interruption) =>
            {
                List<Problem> problems = [];
                _ = options.Change(result, new ClusterSettings(), problems);
                UserErrorException.ThrowIfAny(problems);
                return new ClusterCommand(context, false, false)
                    .Resume(directory, settings => options.Change(result, settings, []), result.GetValue(wait), interruption);
            });
        sweep.Add(Task(context));

        void Add(string name, string description, IEnumerable<Option> own, Func<ParseResult, ClusterDirectory, Interruption, int> action)
        {
            Argument<string> directory = new Argument<string>("DIR") { Description = "the directory that holds the run directories" }.CompletedByRuns();
            var command = new Command(name, description) { directory };
            command.AddAll(own);
            sweep.Add(command.WithAction(
                context, "; what is submitted stays so.",
                (result, interruption) => action(result, new ClusterDirectory(result.GetValue(directory)!), interruption)));
        }
    }

    /// <summary>What the script of a job starts.</summary>
    private static Command Task(CliContext context)
    {
        (Argument<string> submission, Argument<int> task) = (new("SUBMISSION"), new("TASK"));
        var command = new Command(ClusterTask.CommandName, "For the scripts of jobs: work off a chunk of runs of a sweep.") { submission, task };
        command.Hidden = true;
        command.SetAction(result => new QueueCommand(context, new QueueSettings(Jobs: 1), IsQuiet: true, IsJson: false, IsDryRun: false)
            .Run(new ClusterTask(result.GetValue(submission)!, result.GetValue(task), new Slurm(context.Variable("PATH")))));
        return command;
    }
}
