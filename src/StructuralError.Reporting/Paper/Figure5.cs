using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Runs;

namespace StructuralError.Reporting.Paper;

/// <summary>U, L and G at initialisation as models a to d get deeper (section 5.3.1, figure 5).</summary>
public static class Figure5
{
    private static readonly (Quantity Quantity, Func<InitialMeasurement, double> Get)[] Terms =
        [(Quantity.U, network => network.U), (Quantity.L, network => network.L), (Quantity.G, network => network.G)];

    public static Figure Build(ReproductionData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        InitialMeasurement[] networks = [.. FigureWords.Models.SelectMany(model => FigureSweeps.ByDepth(data, model))];
        Panel[] panels = [.. FigureWords.Models.Select(model => Panel(model, FigureSweeps.ByDepth(data, model)))];
        return FigureWords.Finish(
            FigureWords.Draft("figure5", panels, columns: 2, plotHeight: 230) with { ShareX = ScaleSharing.All, ShareY = ScaleSharing.Row, Note = FigureWords.Note(networks) },
            data,
            "Figure 5: the structural error at initialisation",
            "Networks that were not trained, with k blocks.",
            SeedPanel.Explain(networks.GroupBy(network => (network.Model, network.K)).Select(group => group.Count()), window: 1));
    }

    private static Panel Panel(string model, IReadOnlyList<InitialMeasurement> networks) =>
        SeedPanel.Of(FigureWords.ModelTitle(model), new Axis { Label = "k", WholeNumbers = true }, FigureWords.LogarithmAxis, Terms.Select(term => Curves(term, networks))) with
        {
            EmptyMessage = $"No network of model {model} at initialisation",
            ReferenceLines = [FigureTrainingPanel.Zero],
        };

    private static SeedCurves Curves((Quantity Quantity, Func<InitialMeasurement, double> Get) term, IReadOnlyList<InitialMeasurement> networks) =>
        new(CurveStyle.Of(term.Quantity), [.. networks.GroupBy(network => network.Seed).Select(seed => new RunCurve([.. seed.Select(network => (double)network.K)], [.. seed.Select(term.Get)]))], dots: true);
}
