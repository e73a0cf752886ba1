using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Runs;

namespace StructuralError.Reporting.Paper;

/// <summary>What the paper's figures have in common: titles, axes, explanations.</summary>
internal static class PaperFigure
{
    public static Axis LogarithmAxis { get; } = new() { Label = "natural logarithm" };

    public static string ModelTitle(string model) => "Model " + model + model switch
    {
        "a" => ": fully connected",
        "b" => ": fully connected, skip connections",
        "c" => ": convolutional",
        "d" => ": convolutional, skip connections",
        _ => "",
    };

    public static string NoRun(string model, int k) => $"No run of model {model} with k = {RunWords.Count(k)}";

    /// <summary>A figure of training runs.</summary>
    /// <param name="smoothed">Whether running means are drawn.</param>
    /// <inheritdoc cref="Of"/>
    public static Figure OfRuns(
        ReproductionData data, TrainedRun[] runs, string id, string title, string shown, int columns, double plotHeight, bool smoothed,
        params IEnumerable<Panel> panels)
    {
        int window = smoothed && runs.Length > 0 ? RunningMean.Window(runs.Max(run => run.Steps.Count)) : 1;
        string explanation = SeedPanel.Explain(
            runs.GroupBy(run => (run.Model, run.K)).Select(group => group.Count()), window, steps: runs.Select(run => RunWords.Steps(run.Steps)));
        return Of(data, id, title, shown, explanation, Note(runs), columns, plotHeight, panels);
    }

    /// <param name="title">Without the data set.</param>
    /// <param name="shown">What is shown, in a sentence or two.</param>
    /// <param name="explanation">What is bold and what faint.</param>
    /// <param name="note">What the figure is made from.</param>
    /// <param name="panels">Row by row.</param>
    public static Figure Of(
        ReproductionData data, string id, string title, string shown, string explanation, string note, int columns, double plotHeight,
        params IEnumerable<Panel> panels)
    {
        Panel[] all = [.. panels];
        string quick = data.IsQuick ? "Quick run: fewer steps than the paper’s. " : "";
        return new Figure
        {
            Id = id,
            Title = $"{title} – {RunWords.DatasetName(data.Dataset)}",
            Subtitle = $"{quick}{shown} {explanation}",
            Description = $"{quick}{shown} {SeedPanel.Describe(all)}",
            Note = note,
            Panels = [.. all.Select((_, i) => Labelled(all, i, columns))],
            Columns = columns,
            PlotHeight = plotHeight,
            Legend = LegendPlace.Figure,
        };
    }

    // Panels of a row have one y axis, those of a column mostly one x axis: its label stands once.
    private static Panel Labelled(Panel[] panels, int i, int columns)
    {
        Panel panel = panels[i];
        bool isFirst = i % columns == 0;
        bool isLowest = i + columns >= panels.Length || panels[i + columns].X.Label != panel.X.Label;
        return panel with
        {
            X = isLowest ? panel.X : panel.X with { Label = "" },
            Y = isFirst ? panel.Y : panel.Y with { Label = "" },
        };
    }

    /// <summary>What a figure of these training runs is made from.</summary>
    public static string Note(IReadOnlyCollection<TrainedRun> runs) => runs.Count == 0
        ? "No run to draw."
        : $"{RunWords.Count(runs.Count)} runs, {Seeds(runs.Select(run => run.Seed))} · {RunWords.Count(runs.Max(run => run.Steps.Count))} measured steps each";

    /// <inheritdoc cref="Note(IReadOnlyCollection{TrainedRun})"/>
    public static string Note(IReadOnlyCollection<InitialMeasurement> networks) => networks.Count == 0
        ? "No network to draw."
        : $"{RunWords.Count(networks.Count)} networks as they were drawn, not trained, {Seeds(networks.Select(network => network.Seed))}";

    private static string Seeds(IEnumerable<long> all) => (long[])[.. all.Distinct().Order()] switch
    {
        [long only] => "seed " + RunWords.Count(only),
        var seeds when seeds[^1] - seeds[0] == seeds.Length - 1 => $"seeds {RunWords.Count(seeds[0])} to {RunWords.Count(seeds[^1])}",
        var seeds => "seeds " + string.Join(", ", seeds.Select(RunWords.Count)),
    };
}
