using StructuralError.Experiments.Paper.Claims;
using StructuralError.Reporting.Claims;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Runs;

namespace StructuralError.Reporting.Html.Model;

/// <summary>What <c>report.html</c> shows. Everything else on the page (evidence, provenance, the checklist's answers) follows from this.</summary>
public sealed record ReportPage
{
    public required string Title { get; init; }

    /// <summary>What the page is about, in a sentence or two.</summary>
    public string? Lead { get; init; }

    /// <summary>Real name of the data set: mnist, digits, …</summary>
    public string? Dataset { get; init; }

    /// <summary>Fewer steps than the paper trained: said at the head of the page.</summary>
    public bool IsQuick { get; init; }

    /// <summary>In order. Their ids are anchors, so no two may be the same.</summary>
    public IReadOnlyList<Figure> Figures { get; init; } = [];

    /// <summary>In order; empty where no claims were judged.</summary>
    public IReadOnlyList<ClaimResult> Claims { get; init; } = [];

    /// <summary>The claims over families of networks or trainings, where those were run.</summary>
    public IReadOnlyList<RobustnessReport> Robustness { get; init; } = [];

    /// <summary>Every run that was looked at, those that failed included.</summary>
    public IReadOnlyList<Run> Runs { get; init; } = [];

    /// <summary>Version of the program that drew the figures and judged the claims; the runs name theirs themselves.</summary>
    public string? Program { get; init; }

    /// <summary>The command that makes this page again.</summary>
    public string? CommandLine { get; init; }

    /// <summary>Wall time of everything together, where one command did it all.</summary>
    public double? TotalSeconds { get; init; }
}
