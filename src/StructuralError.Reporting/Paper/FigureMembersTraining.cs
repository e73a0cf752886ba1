using System.Globalization;
using StructuralError.Experiments.Paper.Families;
using StructuralError.Experiments.Queue;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Runs;

namespace StructuralError.Reporting.Paper;

/// <summary>How training went in the members of a family that differ in fields of the spec: one model with one block, mean over the seeds.</summary>
internal static class FigureMembersTraining
{
    private const string Noise = "label_noise";

    /// <param name="runs">Those of all members, finished.</param>
    public static Figure Build(Family family, IEnumerable<QueuedRun> runs, Action<string>? warn)
    {
        string model = family.Models[0];
        string[] columns = ["log_mean_fitting_error", "exact_fits"];
        ComparedRun[] shown =
        [
            .. runs.Where(run => run.Resolved.Spec.Model == model && run.Resolved.Spec.Network["k"] == 1)
                .Select(run => ComparedRun.Read(run.Directory, [ComparisonRequest.DefaultX, .. columns], warn)),
        ];
        string[] by = [.. family.Members.SelectMany(member => member.Fields.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Figure figure = ComparisonFigure.Build("training", shown, new ComparisonRequest(ComparisonRequest.DefaultX, columns, by), warn);
        ReferenceLine[] floors = [.. Floors(shown)];
        return figure with
        {
            Title = $"Model {model}, k = 1, over {family.Name}",
            Subtitle = figure.Subtitle + (floors.Length == 0 ? "" : " Dotted: what labels of which some are wrong leave of E_f, ln(1 − ‖q‖²)."),
            // Where nothing is fitted exactly, a picture of zeros says less than none.
            Panels =
            [
                figure.Panels[0] with { ReferenceLines = floors },
                .. figure.Panels.Skip(1).Where(panel => panel.Series.Any(series => series.Y.Any(y => y > 0))),
            ],
        };
    }

    /// <summary>E ‖1_y − p‖² = E_f + 1 − ‖q‖² over the labels that a sample may have, with q = (1 − η, η / (C − 1), …).</summary>
    private static IEnumerable<ReferenceLine> Floors(IEnumerable<ComparedRun> runs) => runs
        .Select(run => (Noise: double.Parse(run.Values[Noise], CultureInfo.InvariantCulture), Classes: run.Classes ?? 0))
        .Where(label => label is { Noise: > 0, Classes: > 1 }).Distinct()
        .Select(label => new ReferenceLine
        {
            Direction = LineDirection.Horizontal,
            Value = Math.Log(1 - ((1 - label.Noise) * (1 - label.Noise)) - (label.Noise * label.Noise / (label.Classes - 1))),
            Label = string.Create(CultureInfo.InvariantCulture, $"floor, η = {label.Noise}"),
            Dash = Dash.Dotted,
        });
}
