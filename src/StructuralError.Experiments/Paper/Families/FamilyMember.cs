using System.Collections.Immutable;
using System.Globalization;
using StructuralError.Core.Common;
using StructuralError.Experiments.Specs;

namespace StructuralError.Experiments.Paper.Families;

/// <summary>One way to run the paper's experiments: in what its networks and its training differ from the program's own.</summary>
/// <param name="Name">Short: it names a directory.</param>
/// <param name="Text">What it is, in a sentence or two.</param>
public sealed record FamilyMember(string Name, string Text)
{
    private static readonly ImmutableSortedDictionary<string, string> Nothing = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Differs in nothing.</summary>
    public static FamilyMember Default { get; } = new("default", "The program's own models and training.");

    /// <summary>Which model takes the place of each of the paper's, by name or path; one that is absent stands for itself.</summary>
    public ImmutableSortedDictionary<string, string> Models { get; init; } = Nothing;

    /// <summary>Values of fields of the spec, as they are typed, by the field's name.</summary>
    public ImmutableSortedDictionary<string, string> Fields { get; init; } = Nothing;

    /// <summary>By what widths and numbers of channels are multiplied.</summary>
    public double WidthFactor { get; init; } = 1;

    /// <summary>The model in the place of one of the paper's.</summary>
    public string ModelOf(string role) => Models.GetValueOrDefault(role, role);

    /// <summary>The width in the place of one that was planned.</summary>
    public int WidthOf(int planned) => Math.Max(1, (int)Math.Round(planned * WidthFactor));

    /// <summary>What of a spec is the member's is put in its place.</summary>
    /// <exception cref="UserErrorException">A field that there is not, or a value that it cannot take (exit 2).</exception>
    public RunSpec Apply(RunSpec common)
    {
        var problems = new List<Problem>();
        foreach ((string name, string value) in Fields)
        {
            if (SpecFields.Find(name) is not { } field)
            {
                problems.Add(new Problem($"{Name}: there is no field '{name}'{Suggestion.Phrase(name, SpecFields.All.Select(known => known.Name))}"));
            }
            else if ((field.TryApply(common, SpecValue.FromText(value), out common) ?? field.Check(common)) is { } problem)
            {
                problems.Add(problem with { Message = $"{Name}: {problem.Message}" });
            }
        }

        return problems.Count > 0 ? throw new UserErrorException(FailureKind.Usage, problems) : common;
    }

    /// <summary>In what it differs, as a record of it and a reader have it: models, width, fields; empty where in nothing.</summary>
    public string Differences => string.Join(", ", (string[])
    [
        .. Models.Where(model => model.Key != model.Value).Select(model => $"{model.Key} = {model.Value}"),
        .. WidthFactor == 1 ? (string[])[] : [string.Create(CultureInfo.InvariantCulture, $"width × {WidthFactor}")],
        .. Fields.Select(value => $"{value.Key} = {value.Value}"),
    ]);
}
