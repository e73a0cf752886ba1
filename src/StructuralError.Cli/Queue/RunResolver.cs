using System.Collections.Immutable;
using System.CommandLine;
using StructuralError.Cli.Commands;
using StructuralError.Cli.Training;
using StructuralError.Core.Common;
using StructuralError.Experiments.Datasets;
using StructuralError.Experiments.Queue;
using StructuralError.Runs.Specs;

namespace StructuralError.Cli.Queue;

/// <summary>Turns options of <c>train</c> into a run of a queue, by the same code that reads them for <c>train</c> itself.</summary>
/// <param name="parent">The directory in which the runs get theirs.</param>
/// <param name="replace">Whether runs that are there are replaced.</param>
internal sealed class RunResolver(CliContext context, TrainCommand train, string parent, DatasetCache data, bool replace = false)
{
    private const string DatasetOption = "--dataset";

    /// <summary>The data of all runs.</summary>
    public DatasetCache Data => data;

    /// <exception cref="UserErrorException">What is wrong with the options, or with the data where they had to be looked at.</exception>
    public QueuedRun Resolve(ImmutableArray<string> arguments)
    {
        ParseResult parsed = train.Command.Parse(arguments, CliApplication.Parsing);
        if (parsed.Errors.Count > 0)
        {
            throw new UserErrorException(ExitCodes.Usage, [.. UsageProblems.Of(parsed)]);
        }

        ResolvedSpec resolved = train.Read(parsed);
        RunPlan plan = RunPlan.Make(resolved, train.Options(parsed), context.Services, () => data.Load(resolved.Spec));
        return plan.IsCertain
            ? new QueuedRun(Path.Combine(parent, Path.GetFileName(plan.Path)), arguments, resolved, plan.Network, plan.Identity.SpecHash) { Replaces = replace }
            : Resolve(WithDataset(arguments, data.NameOf(resolved.Spec)));
    }

    /// <summary>How a run is carried out in this process.</summary>
    public TrainOptions Options(QueuedRun run)
    {
        ImmutableArray<string> command = ["train", .. run.Arguments];
        return train.Options(train.Command.Parse(run.Arguments, CliApplication.Parsing)) with
        {
            Out = run.Directory,
            Force = run.Replaces,
            Progress = "json",
            Arguments = parent == SweepCommand.DefaultParent ? command : [.. command, "--out", run.Directory],
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

    /// <summary>What <c>auto</c> came to is decided once: a run that is started later must not come to something else.</summary>
    private static ImmutableArray<string> WithDataset(ImmutableArray<string> arguments, string name)
    {
        int place = arguments.IndexOf(DatasetOption);
        return place < 0 ? [.. arguments, DatasetOption, name] : arguments.SetItem(place + 1, name);
    }
}
