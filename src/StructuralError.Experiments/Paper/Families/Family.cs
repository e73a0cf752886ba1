using System.Collections.Immutable;
using StructuralError.Core.Common;

namespace StructuralError.Experiments.Paper.Families;

/// <summary>The paper's experiments in several ways, to see which verdicts hang on a choice that the paper leaves open.</summary>
/// <param name="Name">Also its option, <c>--architectures</c>, and its folder in <c>configs</c> and in a reproduction.</param>
/// <param name="Noun">What one member is: architecture.</param>
/// <param name="Question">What it asks, in a sentence.</param>
public sealed record Family(string Name, string Noun, string Question)
{
    /// <summary>Each is a folder in <c>configs</c> with a file for each member, and a line here.</summary>
    public static IReadOnlyList<Family> All { get; } =
    [
        new("architectures", "architecture", "Which verdicts hold whatever the paper's networks looked like, and which hang on what it does not say of them?"),
        new("losses", "loss", "Which verdicts hold whatever is trained for, and with labels of which some are wrong?") { Models = ["a", "b"] },
    ];

    /// <summary>In which the members are trained where nobody says otherwise: takes half the time of f64 (docs/paper-notes.md has what differs).</summary>
    public const string Precision = "f32";

    /// <summary>Those that are run: the first one, which differs in nothing, is what the others are compared with.</summary>
    public ImmutableArray<FamilyMember> Members { get; init; } = [];

    /// <summary>
    /// The paper's models that are trained. Empty for all; otherwise no network is measured as it is drawn: what the family changes does not change that.
    /// </summary>
    public ImmutableArray<string> Models { get; init; } = [];

    /// <summary>What help says of its option.</summary>
    public string Help =>
        $"judge every claim over these {Name} (default: all): {string.Join(", ", new FamilyFiles(Name, Noun).Available)}, or paths of files; "
        + $"into {Name}/ in --out, in {Precision} unless --precision says otherwise";

    /// <summary>The family that was asked for; null for none.</summary>
    /// <param name="asked">The members that the option of the family at this place asks for, none for all; null where it was not given.</param>
    /// <param name="problems">Is given what is wrong.</param>
    public static Family? Choose(Func<int, IReadOnlyCollection<string>?> asked, ICollection<Problem> problems)
    {
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(problems);
        int[] chosen = [.. Enumerable.Range(0, All.Count).Where(i => asked(i) is not null)];
        if (chosen.Length > 1)
        {
            problems.Add(new Problem($"{string.Join(" and ", chosen.Select(i => "--" + All[i].Name))}: give one of them a command."));
        }

        try
        {
            return chosen is [var only] ? All[only].Load(asked(only) is { Count: > 0 } names ? names : null) : null;
        }
        catch (UserErrorException exception) when (exception.Kind == FailureKind.Usage)
        {
            problems.Add(new Problem(exception.Message));
            return null;
        }
    }

    /// <summary>The family with the members that were asked for.</summary>
    /// <param name="names">Names or paths, in any order; null for all.</param>
    /// <exception cref="UserErrorException">There is no such member, or its file cannot be understood (exit 2).</exception>
    public Family Load(IReadOnlyCollection<string>? names = null)
    {
        var files = new FamilyFiles(Name, Noun);
        IEnumerable<string> wanted = names ?? files.Available;
        FamilyMember[] members = [.. wanted.Distinct(StringComparer.Ordinal).Select(files.Load)];
        if (members.GroupBy(member => member.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Skip(1).Any()) is { } twice)
        {
            throw new UserErrorException(FailureKind.Usage, $"two {Name} are called '{twice.Key}'; give one of them another \"name\".");
        }

        return this with { Members = [.. members.OrderBy(member => member.Differences.Length > 0).ThenBy(member => member.Name, StringComparer.Ordinal)] };
    }
}
