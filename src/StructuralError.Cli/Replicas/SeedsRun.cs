using System.Collections.Immutable;
using StructuralError.Cli.Commands;
using StructuralError.Cli.Queue;
using StructuralError.Cli.Training;
using StructuralError.Core.Common;
using StructuralError.Experiments.Queue;
using StructuralError.Runs.Specs;

namespace StructuralError.Cli.Replicas;

/// <summary>
/// Carries out <c>train --seeds</c>: a run for each seed, exactly as <c>train --seed</c> gives it, all in this process. Finished ones are skipped, unfinished ones continued, and one that
/// fails keeps no other from being run.
/// </summary>
/// <param name="resolved">What the arguments come to without a seed; for its problems.</param>
internal sealed class SeedsRun(CliContext context, TrainCommand train, ResolvedSpec resolved, TrainOptions options)
{
    public const string Option = "--seeds";

    private readonly QueueSettings _settings = new(null, null, FailFast: false, Quiet: options.Quiet, Json: options.Json);

    /// <param name="seeds">As <c>0..9</c>.</param>
    /// <param name="given">The options that say what runs, and their keys.</param>
    public int Execute(string seeds, (ImmutableArray<string> Arguments, ImmutableArray<string> Keys) given)
    {
        ImmutableArray<long> values = Read(seeds, given.Keys);
        using Interruption interruption = context.Listen();
        if (options.Supervised)
        {
            interruption.FollowStandardInput();
        }

        try
        {
            return Execute(values.Select(seed => (ImmutableArray<string>)[.. given.Arguments, "--seed", new SeedNumber().Text(seed)]), interruption);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            context.Error.WriteLine("error: interrupted before the first run was started.");
            return interruption.ExitCode;
        }
    }

    private int Execute(IEnumerable<ImmutableArray<string>> arguments, Interruption interruption)
    {
        var data = new DatasetCache(context, options.Quiet, interruption.Token);
        var resolver = new RunResolver(context, train, options.Out ?? SweepCommand.DefaultParent, data, options.Force);
        IReadOnlyList<QueuedRun> runs = QueuedRuns.Resolve(resolver, arguments);
        var session = new QueueSession(Shown(), _settings, resolver) { RunsInProcess = true };
        if (options.DryRun)
        {
            session.Show(runs);
            return ExitCodes.Success;
        }

        QueueResult done = session.Run(runs, interruption.Token);
        session.Report(done);
        return done.IsComplete || !interruption.Token.IsCancellationRequested ? done.ExitCode : interruption.ExitCode;
    }

    private ImmutableArray<long> Read(string seeds, ImmutableArray<string> keys)
    {
        var problems = new List<Problem>(resolved.Problems);
        if (ValueList.TryParse(Option, seeds, new SeedNumber(), out ImmutableArray<long> values) is { } problem)
        {
            problems.Add(problem);
        }

        if (keys.Contains("seed"))
        {
            problems.Add(new Problem($"{Option} and --seed exclude each other; give one of them."));
        }

        if (options.Explain)
        {
            problems.Add(new Problem($"--explain shows one run; give --seed in place of {Option}."));
        }

        if (options.Progress == "json")
        {
            problems.Add(new Problem($"--progress json is of one run; give --seed in place of {Option}, or --json for the results of all."));
        }

        return problems.Count > 0 ? throw new UserErrorException(ExitCodes.Usage, problems) : values;
    }

    private CliContext Shown() => options.Progress switch
    {
        "bar" => context with { ErrorIsTerminal = true },
        "plain" => context with { ErrorIsTerminal = false },
        _ => context,
    };
}
