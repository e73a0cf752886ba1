using System.Collections.Immutable;
using StructuralError.Cli.Common;
using StructuralError.Cli.Queue;
using StructuralError.Core.Common;
using StructuralError.Experiments.Datasets;
using StructuralError.Experiments.Queue;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Specs;
using StructuralError.Experiments.Train;

namespace StructuralError.Cli.Training;

/// <summary>
/// Carries out <c>train --seeds</c>: a run for each seed, exactly as <c>train --seed</c> gives it, all in this process. Finished ones are skipped, unfinished ones continued, and one that
/// fails keeps no other from being run.
/// </summary>
/// <param name="build">Makes a builder that has all values but the seed.</param>
/// <param name="isSeedGiven">Whether <c>--seed</c> was given too.</param>
internal sealed class SeedsRun(CliContext context, Func<SpecBuilder> build, bool isSeedGiven, TrainOptions options)
{
    public const string Option = "--seeds";

    private readonly ExperimentServices _services = context.Telling(options.Quiet);

    /// <param name="seeds">As <c>0..9</c>.</param>
    public int Execute(string seeds)
    {
        ImmutableArray<long> values = Read(seeds);
        using Interruption interruption = context.Listen();
        if (options.Supervised)
        {
            interruption.FollowStandardInput();
        }

        try
        {
            return Execute(values.Select(Spec), interruption);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            context.Error.WriteLine("error: interrupted before the first run was started.");
            return interruption.ExitCode;
        }
    }

    private int Execute(IEnumerable<ResolvedSpec> specs, Interruption interruption)
    {
        var data = new DatasetCache(_services.Datasets, interruption.Token);
        var resolver = new RunResolver(_services, data, options.Run.Out ?? RunPlan.ResultsDirectory) { Replaces = options.Run.Force, Resume = options.Run.Resume };
        var commands = new QueueCommands(Shown(), _services, new QueueSettings { RunsInProcess = true }, new QueueOutput(options.Quiet, options.Json));
        return commands.Execute(resolver, resolver.Resolve(specs), options.DryRun, interruption);
    }

    private ResolvedSpec Spec(long seed)
    {
        SpecBuilder builder = build();
        builder.Set("seed", SpecValue.FromText(new SeedNumber().Text(seed)), "--seed");
        return builder.Build();
    }

    private ImmutableArray<long> Read(string seeds)
    {
        var problems = new List<Problem>(build().Build().Problems);
        if (ValueList.TryParse(Option, seeds, new SeedNumber(), out ImmutableArray<long> values) is { } problem)
        {
            problems.Add(problem);
        }

        if (isSeedGiven)
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
