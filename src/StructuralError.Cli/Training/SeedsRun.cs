using System.Collections.Immutable;
using StructuralError.Cli.Common;
using StructuralError.Cli.Queue;
using StructuralError.Core.Common;
using StructuralError.Experiments.Queue;
using StructuralError.Experiments.Specs;

namespace StructuralError.Cli.Training;

/// <summary>
/// Carries out <c>train --seeds</c>: a run for each seed, exactly as <c>train --seed</c> gives it, all in this process. Finished ones are skipped, unfinished
/// ones continued, and one that fails keeps no other from being run.
/// </summary>
/// <param name="build">Makes a builder that has all values but the seed.</param>
/// <param name="isSeedGiven">Whether <c>--seed</c> was given too.</param>
internal sealed class SeedsRun(CliContext context, Func<SpecBuilder> build, bool isSeedGiven, TrainOptions options)
{
    /// <param name="seeds">As <c>0..9</c>.</param>
    public int Execute(string seeds)
    {
        ImmutableArray<long> values = Read(seeds);
        return new QueueCommand(Shown(), new QueueSettings(), options.Quiet, options.Json, options.DryRun)
            .Execute(_ => values.Select(Spec), options.Run, options.Supervised);
    }

    private ResolvedSpec Spec(long seed)
    {
        SpecBuilder builder = build();
        builder.Set("seed", SpecValue.FromText(new SeedNumber().Text(seed)), "--seed");
        return builder.Build();
    }

    private ImmutableArray<long> Read(string seeds)
    {
        Problem?[] found =
        [
            .. build().Build().Problems,
            ValueList.TryParse("--seeds", seeds, new SeedNumber(), out ImmutableArray<long> values),
            isSeedGiven ? new Problem("--seeds and --seed exclude each other; give one of them.") : null,
            options.Explain ? new Problem("--explain shows one run; give --seed in place of --seeds.") : null,
            options.Progress == "json"
                ? new Problem("--progress json is of one run; give --seed in place of --seeds, or --json for the results of all.")
                : null,
        ];
        Problem[] problems = [.. found.OfType<Problem>()];
        return problems.Length > 0 ? throw new UserErrorException(FailureKind.Usage, problems) : values;
    }

    private CliContext Shown() => options.Progress switch
    {
        "bar" => context with { ErrorIsTerminal = true },
        "plain" => context with { ErrorIsTerminal = false },
        _ => context,
    };
}
