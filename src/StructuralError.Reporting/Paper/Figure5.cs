using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Paper.Claims;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Runs;

namespace StructuralError.Reporting.Paper;

/// <summary>U, L and G at initialisation as models a to d get deeper (section 5.3.1, figure 5).</summary>
internal static class Figure5
{
    private static readonly (Quantity Quantity, Func<InitialMeasurement, double> Get)[] Terms =
        [(Quantity.U, network => network.U), (Quantity.L, network => network.L), (Quantity.G, network => network.G)];

    public static Figure Build(ReproductionData data)
    {
        InitialMeasurement[] networks = [.. PaperModels.All.SelectMany(data.InitialByDepth)];
        return PaperFigure.Of(
            data, "figure5", "Figure 5: the structural error at initialisation", "Networks that were not trained, with k blocks.",
            SeedPanel.Explain(networks.GroupBy(network => (network.Model, network.K)).Select(group => group.Count()), window: 1),
            PaperFigure.Note(networks), columns: 2, plotHeight: 230,
            PaperModels.All.Select(model => Panel(model, data.InitialByDepth(model)))) with
        {
            ShareX = ScaleSharing.All,
            ShareY = ScaleSharing.Row,
        };
    }

    private static Panel Panel(string model, IReadOnlyList<InitialMeasurement> networks)
    {
        var depths = new Axis { Label = "k", WholeNumbers = true };
        return SeedPanel.Of(PaperFigure.ModelTitle(model), depths, PaperFigure.LogarithmAxis, Terms.Select(term => Curves(term, networks))) with
        {
            EmptyMessage = $"No network of model {model} at initialisation",
            ReferenceLines = [FigureTrainingPanel.Zero],
        };
    }

    private static SeedCurves Curves((Quantity Quantity, Func<InitialMeasurement, double> Get) term, IReadOnlyList<InitialMeasurement> networks)
    {
        IEnumerable<RunCurve> seeds = networks.GroupBy(network => network.Seed)
            .Select(seed => new RunCurve([.. seed.Select(network => (double)network.K)], [.. seed.Select(term.Get)]));
        return new SeedCurves(CurveStyle.Of(term.Quantity), [.. seeds], dots: true);
    }
}
