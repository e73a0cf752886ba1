using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Runs;

namespace StructuralError.Reporting.Paper;

/// <summary>What the paper's figures have in common: models, titles, explanations.</summary>
internal static class FigureWords
{
    /// <summary>The models of the paper's figure 1.</summary>
    public static IReadOnlyList<string> Models { get; } = ["a", "b", "c", "d"];

    /// <summary>k of figures 6 to 9.</summary>
    public static IReadOnlyList<int> Depths { get; } = [0, 1, 2, 3, 4, 5];

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

    /// <summary>The figure with its heading.</summary>
    /// <param name="title">Without the data set.</param>
    /// <param name="shown">What is shown, in a sentence or two.</param>
    /// <param name="explanation">What is bold and what faint.</param>
    public static Figure Finish(Figure figure, ReproductionData data, string title, string shown, string explanation)
    {
        Panel[] panels = [.. figure.Panels.Select((panel, i) => Labelled(panel, isFirst: i % figure.Columns == 0, HasNoneBelow(figure, i)))];
        string quick = data.IsQuick ? "Quick run: fewer steps than the paper’s. " : "";
        return figure with
        {
            Title = $"{title} – {RunWords.DatasetName(data.Dataset)}",
            Subtitle = $"{quick}{shown} {explanation}",
            Description = $"{quick}{shown} {SeedPanel.Describe(figure.Panels)}",
            Panels = panels,
            Legend = LegendPlace.Figure,
        };
    }

    private static bool HasNoneBelow(Figure figure, int index) =>
        index + figure.Columns >= figure.Panels.Count || figure.Panels[index + figure.Columns].X.Label != figure.Panels[index].X.Label;

    // Panels of a row have one y axis, those of a column mostly one x axis: its label stands once.
    private static Panel Labelled(Panel panel, bool isFirst, bool isLowest) => panel with
    {
        X = isLowest ? panel.X : panel.X with { Label = "" },
        Y = isFirst ? panel.Y : panel.Y with { Label = "" },
    };

    /// <summary>A figure that <see cref="Finish"/> has still to complete.</summary>
    public static Figure Draft(string id, IReadOnlyList<Panel> panels, int columns, double plotHeight) => new()
    {
        Id = id,
        Title = "",
        Description = "",
        Panels = panels,
        Columns = columns,
        PlotHeight = plotHeight,
    };

    /// <summary>What a figure of these training runs is made from.</summary>
    public static string Note(IReadOnlyCollection<TrainedRun> runs)
    {
        if (runs.Count == 0)
        {
            return "No run to draw.";
        }

        long[] seeds = [.. runs.Select(run => run.Seed).Distinct().Order()];
        int steps = runs.Max(run => run.Steps.Count);
        return $"{RunWords.Count(runs.Count)} runs, {Seeds(seeds)} · {RunWords.Count(steps)} measured steps each";
    }

    /// <inheritdoc cref="Note(IReadOnlyCollection{TrainedRun})"/>
    public static string Note(IReadOnlyCollection<InitialMeasurement> networks) => networks.Count == 0
        ? "No network to draw."
        : $"{RunWords.Count(networks.Count)} networks as they were drawn, not trained, {Seeds([.. networks.Select(network => network.Seed).Distinct().Order()])}";

    /// <summary>The words of <see cref="SeedPanel.Explain"/> for these runs.</summary>
    /// <param name="smoothed">Whether running means are drawn.</param>
    public static string Explain(IReadOnlyCollection<TrainedRun> runs, bool smoothed)
    {
        int window = smoothed && runs.Count > 0 ? RunningMean.Window(runs.Max(run => run.Steps.Count)) : 1;
        return SeedPanel.Explain(runs.GroupBy(run => (run.Model, run.K)).Select(group => group.Count()), window);
    }

    private static string Seeds(long[] seeds) => seeds switch
    {
        [long only] => "seed " + RunWords.Count(only),
        _ when seeds[^1] - seeds[0] == seeds.Length - 1 => $"seeds {RunWords.Count(seeds[0])} to {RunWords.Count(seeds[^1])}",
        _ => "seeds " + string.Join(", ", seeds.Select(RunWords.Count)),
    };
}
