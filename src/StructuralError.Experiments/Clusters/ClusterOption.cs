using System.Collections.Immutable;
using StructuralError.Core.Common;

namespace StructuralError.Experiments.Clusters;

/// <summary>An option of the commands that hand runs to a cluster.</summary>
/// <param name="HelpName">What stands for its value in the help.</param>
/// <param name="Set">Puts a value into the settings, or says what is wrong with it.</param>
public sealed record ClusterOption(string Name, string HelpName, string Description, Func<ClusterSettings, string, (ClusterSettings, string?)> Set)
{
    private const string Automatic = "auto";

    /// <summary>Without them a task does not know its runs, its job is not found again, or sbatch gives no answer.</summary>
    private static readonly (string Name, char Letter)[] OwnOptions =
        [("job-name", 'J'), ("array", 'a'), ("output", 'o'), ("chdir", 'D'), ("signal", '\0'), ("wait", 'W')];

    /// <summary>All of them, in the order of the help.</summary>
    public static ImmutableArray<ClusterOption> All { get; } =
    [
        new("--time", "LIMIT", "time limit of a task, as 30, 4:00:00 or 1-12 (default: the partition's); a run that it cuts goes on in the next start",
            (settings, text) =>
                (settings with { Time = text }, TimeLimit.Parse(text) is null ? "is not a time limit, as 30 (minutes), 4:00:00 or 1-12:00." : null)),
        Text("--partition", "NAME", "partition", (settings, text) => settings with { Partition = text }),
        Text("--account", "NAME", "account", (settings, text) => settings with { Account = text }),
        Number("--cpus-per-task", "processors of a task, and threads of its runs (default: 1)",
            (settings, count) => settings with { ProcessorsPerTask = count }),
        Text("--mem", "SIZE", "memory of a task, as 2G", (settings, text) => settings with { Memory = text }),
        Text("--gres", "LIST", "devices of a task, as gpu:1", (settings, text) => settings with { Gres = text }),
        Number("--max-running", "tasks that run at the same time (default: no limit)", (settings, count) => settings with { MaxRunning = count }),
        new("--chunk", "N", $"runs that a task works off, one after the other (default: {Automatic}, about five minutes of work, from a measured step)",
            (settings, text) => text == Automatic ? (settings with { Chunk = null }, null)
                : Digits.Positive(text) is { } count ? (settings with { Chunk = count }, null)
                : (settings, $"is neither {Automatic} nor a whole number from 1 up.")),
        new("--sbatch", "OPTION", "any other option of sbatch, as --sbatch --constraint=avx512; may be repeated",
            (settings, text) => (settings with { Others = settings.Others.Add(text) }, Needed(text) is { } name
                ? $"is not to be given: the program needs --{name} for itself." : null)) { MayBeRepeated = true },
    ];

    public bool MayBeRepeated { get; private init; }

    /// <summary>The settings that options give.</summary>
    /// <param name="basis">What is not given stays as here.</param>
    /// <param name="given">The values of an option, by its name.</param>
    /// <param name="problems">Receives what is wrong with them.</param>
    public static ClusterSettings Read(ClusterSettings basis, Func<string, IReadOnlyList<string>> given, ICollection<Problem> problems)
    {
        ClusterSettings settings = basis;
        foreach (ClusterOption option in All)
        {
            IReadOnlyList<string> values = given(option.Name);
            settings = option.MayBeRepeated && values.Count > 0 ? settings with { Others = [] } : settings;
            foreach (string value in values)
            {
                string? problem = value.Any(char.IsControl) ? "has a control character." : null;
                (settings, string? found) = problem is null ? option.Set(settings, value) : (settings, problem);
                if (found is not null)
                {
                    problems.Add(new Problem($"{option.Name}: '{Printable.Value(value)}' {found}"));
                }
            }
        }

        return settings;
    }

    /// <summary>The option of sbatch that must not be given. Slurm takes a long one that is cut short, and a value right behind a letter.</summary>
    private static string? Needed(string text)
    {
        string name = text.TrimStart().Split(['=', ' ', '\t'], 2)[0];
        return OwnOptions.FirstOrDefault(own => name.StartsWith("--", StringComparison.Ordinal)
            ? name.Length > 2 && own.Name.StartsWith(name[2..], StringComparison.Ordinal)
            : name.Length > 1 && name[0] == '-' && name[1] == own.Letter).Name;
    }

    private static ClusterOption Text(string name, string helpName, string description, Func<ClusterSettings, string, ClusterSettings> set) =>
        new(name, helpName, description, (settings, text) => (set(settings, text), null));

    private static ClusterOption Number(string name, string description, Func<ClusterSettings, int, ClusterSettings> set) =>
        new(name, "N", description,
            (settings, text) => Digits.Positive(text) is { } count ? (set(settings, count), null) : (settings, "is not a whole number from 1 up."));
}
