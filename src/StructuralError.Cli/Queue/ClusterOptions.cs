using System.Collections.Immutable;
using System.CommandLine;
using StructuralError.Cli.Common;
using StructuralError.Core.Common;
using StructuralError.Experiments.Clusters;

namespace StructuralError.Cli.Queue;

/// <summary>The options of commands that hand runs to a cluster.</summary>
internal sealed class ClusterOptions
{
    private readonly Option<string> _on = Options.Text(
        "--on", "CLUSTER", $"{Slurm.Name}: submit the runs that are not finished as array jobs, and return");

    private readonly ImmutableArray<Option> _options =
    [
        .. ClusterOption.All.Select(option => option.MayBeRepeated
            ? (Option)Options.Texts(option.Name, option.HelpName, $"with --on: {option.Description}")
            : Options.Text(option.Name, option.HelpName, $"with --on: {option.Description}")),
    ];

    private readonly Option<bool> _wait = Options.Flag("--wait", "with --on: show how it stands until all is done; Ctrl-C leaves the jobs running");

    public IEnumerable<Option> All => [_on, .. _options, _wait];

    /// <summary>What sizes and limits the tasks have.</summary>
    public IEnumerable<Option> OfTasks => _options;

    public bool Waits(ParseResult result) => result.GetValue(_wait);

    /// <summary>What a cluster is asked for; null where the runs stay here.</summary>
    public ClusterSettings? Read(ParseResult result)
    {
        List<Problem> problems = [];
        string? on = result.Text(_on);
        if (on is not (null or Slurm.Name))
        {
            problems.Add(new Problem($"{_on.Name}: '{on}' is not one of {Slurm.Name}."));
        }

        problems.AddRange(All.Where(option => on is null && option != _on && result.GetResult(option) is { Implicit: false })
            .Select(option => new Problem($"{option.Name} says how a cluster works the runs off; give {_on.Name} {Slurm.Name} too, or leave it out.")));
        ClusterSettings settings = Change(result, new ClusterSettings(), problems);
        UserErrorException.ThrowIfAny(problems);
        return on is null ? null : settings;
    }

    /// <summary>The settings with what the options say.</summary>
    public ClusterSettings Change(ParseResult result, ClusterSettings settings, List<Problem> problems) =>
        ClusterOption.Read(settings, name => _options.First(option => option.Name == name) switch
        {
            Option<string[]> many => result.Texts(many),
            var one => result.Text(one) is { } text ? [text] : [],
        }, problems);
}
