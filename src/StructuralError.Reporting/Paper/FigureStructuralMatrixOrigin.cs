using StructuralError.Core.Structure;
using StructuralError.Experiments.Paper.Claims;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Runs;

namespace StructuralError.Reporting.Paper;

/// <summary>
/// Beyond the paper: what each part of the network puts into the structural matrix, A = Σ_l A⁽ˡ⁾, over training. The output bias alone is the identity, so
/// λ_min ≥ 1 and U ≤ 0 whatever the rest does; the same shares without it are drawn beside.
/// </summary>
internal static class FigureStructuralMatrixOrigin
{
    public static Figure Build(ReproductionData data)
    {
        TrainedRun[] runs = [.. PaperModels.All.SelectMany(model => Runs(data, model))];
        long[][] steps = [.. runs.Select(run => run.Layers.Select(row => row.Step).Distinct().ToArray())];
        return PaperFigure.Of(
            data, "structural_matrix_origin", "Where the structural matrix comes from",
            "Models with k = 1: each part’s share of the trace and of the smallest eigenvalue of A = Σ A⁽ˡ⁾, "
            + "with the output bias, which alone is the identity, and without it.",
            SeedPanel.Explain(
                runs.GroupBy(run => run.Model).Select(group => group.Count()),
                window: RunningMean.Window(steps.Select(measured => measured.Length).DefaultIfEmpty(0).Max()),
                steps: steps),
            PaperFigure.Note(runs), columns: 4, plotHeight: 150, PaperModels.All.SelectMany(model => Panels(data, model)));
    }

    private static IReadOnlyList<TrainedRun> Runs(ReproductionData data, string model) => [.. data.Of(model, 1).Where(run => run.Layers.Count > 0)];

    private static IEnumerable<Panel> Panels(ReproductionData data, string model)
    {
        IReadOnlyList<TrainedRun> runs = Runs(data, model);
        string empty = data.Of(model, 1).Count == 0 ? PaperFigure.NoRun(model, 1) : $"Model {model}: no shares were measured";
        yield return Shares(runs, $"{model}: trace", empty, row => row.TraceShare);
        yield return Shares(runs, $"{model}: λ_min", empty, row => row.LambdaMinShare);
        yield return Shares(runs, $"{model}: trace without bias", empty, row => row.TraceShareWithoutOutputBias);
        yield return Shares(runs, $"{model}: λ_min without bias", empty, row => row.LambdaMinShareWithoutOutputBias);
    }

    private static Panel Shares(IReadOnlyList<TrainedRun> runs, string title, string empty, Func<LayerRow, double?> share)
    {
        int[] parts = [.. runs.SelectMany(run => run.Layers).Select(row => row.Part).Distinct().Order()];
        var axis = new Axis { Label = "share", Minimum = 0, Maximum = 1 };
        return SeedPanel.Of(title, RunWords.StepAxis, axis, parts.Select(Curves)) with { EmptyMessage = empty };

        SeedCurves Curves(int part) => new(Style(runs[0], part), [.. runs.Select(run => Curve(run, part, share).Smoothed())]);
    }

    private static RunCurve Curve(TrainedRun run, int part, Func<LayerRow, double?> share)
    {
        LayerRow[] rows = [.. run.Layers.Where(row => row.Part == part)];
        return new([.. rows.Select(row => (double)row.Step)], [.. rows.Select(row => share(row) ?? double.NaN)]);
    }

    // By its place, so that fully connected and convolutional models share one legend.
    private static CurveStyle Style(TrainedRun run, int part)
    {
        string name = run.Layers.First(row => row.Part == part).Name;
        int last = run.Layers.Where(row => row.Name != LayerRow.OutputBias).Max(row => row.Part);
        return name == LayerRow.OutputBias
            ? new("output_bias", LayerRow.OutputBias, Ink.Contrast, Dash.Dotted)
            : part == last ? new("output_layer", "output layer’s weights", Ink.Vermillion, Dash.Solid)
            : part == 0 ? new("first_layer", "first layer", Ink.Blue, Dash.Dashed)
            : new($"block{RunWords.Count(part)}", $"block {RunWords.Count(part)}", part % 2 == 1 ? Ink.Green : Ink.Purple, Dash.ShortDashed);
    }
}
