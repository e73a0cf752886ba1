using System.Collections.Immutable;
using StructuralError.Core.Common;
using StructuralError.Experiments.Paper;
using StructuralError.Experiments.Specs;

namespace StructuralError.Reporting.Paper;

/// <summary>Figures of the paper that are asked for by name.</summary>
public static class FigureSelection
{
    /// <summary>The names there are.</summary>
    public static string Names { get; } = string.Join(", ", PaperPlan.Figures.Select(figure => figure.ShortName));

    /// <param name="text">As <c>6</c> or <c>2,3</c>; null for all.</param>
    /// <param name="option">What messages call it.</param>
    /// <param name="problems">Is given each name that is no figure's.</param>
    public static ImmutableArray<PlannedFigure> Read(string? text, string option, ICollection<Problem> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        if (text is null)
        {
            return PaperPlan.Figures;
        }

        if (ValueList.TryParse(option, text, out ImmutableArray<string> names) is { } problem)
        {
            problems.Add(problem);
            return [];
        }

        foreach (string name in names.Where(name => !PaperPlan.Figures.Any(figure => IsCalled(figure, name))))
        {
            problems.Add(new Problem($"{option}: there is no '{name}'; there are {Names}."));
        }

        return [.. PaperPlan.Figures.Where(figure => names.Any(name => IsCalled(figure, name)))];
    }

    private static bool IsCalled(PlannedFigure figure, string name) => figure.ShortName == name || figure.Id == name;
}
