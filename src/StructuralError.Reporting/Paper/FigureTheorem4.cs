using StructuralError.Core.Structure;
using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Paper.Claims;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Runs;

namespace StructuralError.Reporting.Paper;

/// <summary>
/// Beyond the paper: U and G as measured, and the bounds that Theorem 4 puts on them (eq. 25), over the number of parameters and over training.
/// </summary>
internal static class FigureTheorem4
{
    private static readonly Ink[] Inks = [Ink.Blue, Ink.Vermillion, Ink.Green, Ink.Purple];

    private static readonly Term[] Terms = [new("U", row => row.U, row => row.BoundOfU), new("G", row => row.G, row => row.BoundOfG)];

    public static Figure Build(ReproductionData data)
    {
        TrainedRun[] runs = [.. PaperModels.All.SelectMany(model => Runs(data, model))];
        return PaperFigure.Of(
            data, "theorem4", "Theorem 4: U and G as measured against the bounds of eq. 25",
            "Solid: measured. Dashed: what the theorem says it is at most, ε the largest column norm of ∇f. "
            + "At initialisation over the number of parameters |θ|, and with k = 1 over training.",
            SeedPanel.Explain(
                Counts(data, runs),
                window: runs.Length > 0 ? RunningMean.Window(runs.Max(run => run.Independence.Count)) : 1,
                steps: runs.Select(run => run.Independence.Select(row => row.Step))),
            $"{PaperFigure.Note(data.Initial)}. Training: {PaperFigure.Note(runs)}.", columns: 2, plotHeight: 210,
            [
                .. Terms.Select(term => AtInitialization(term, "growing width", data.InitialByWidth)),
                .. Terms.Select(term => AtInitialization(term, "growing depth", data.InitialByDepth)),
                .. Terms.Select(term => OverTraining(data, term)),
            ]);
    }

    private static IReadOnlyList<TrainedRun> Runs(ReproductionData data, string model) => [.. data.Of(model, 1).Where(run => run.Independence.Count > 0)];

    private static IEnumerable<int> Counts(ReproductionData data, TrainedRun[] runs) =>
    [
        .. data.Initial.GroupBy(network => (network.Model, network.K, network.Width)).Select(group => group.Count()),
        .. runs.GroupBy(run => run.Model).Select(group => group.Count()),
    ];

    private static Panel AtInitialization(Term term, string varied, Func<string, IReadOnlyList<InitialMeasurement>> sweep)
    {
        var sizes = new Axis { Label = "number of parameters |θ|", Logarithmic = true };
        return SeedPanel.Of(
            $"{term.Name} at initialisation, {varied}", sizes, PaperFigure.LogarithmAxis, Curves(term, (model, get) => Sweep(sweep(model), get))) with
        {
            EmptyMessage = "No network at initialisation",
        };
    }

    private static Panel OverTraining(ReproductionData data, Term term) => SeedPanel.Of(
        $"{term.Name} over training, k = 1", RunWords.StepAxis, PaperFigure.LogarithmAxis,
        Curves(term, (model, get) => Training(Runs(data, model), get))) with
    {
        EmptyMessage = "No run in which the columns of ∇f were measured",
    };

    private static IEnumerable<SeedCurves> Curves(Term term, Func<string, Func<IndependenceRow, double>, RunCurve[]> curves)
    {
        foreach ((string model, Ink ink) in PaperModels.All.Zip(Inks))
        {
            yield return new SeedCurves(new CurveStyle(model, $"model {model}", ink, Dash.Solid), curves(model, term.Measured));
            yield return new SeedCurves(new CurveStyle(model + "_bound", $"bound of {model}", ink, Dash.Dashed), curves(model, term.Bound));
        }
    }

    private static RunCurve[] Sweep(IReadOnlyList<InitialMeasurement> networks, Func<IndependenceRow, double> get) =>
    [
        .. networks.GroupBy(network => network.Seed).Select(seed => new RunCurve(
            [.. seed.Select(network => (double)network.Independence.Parameters)], [.. seed.Select(network => get(network.Independence))])),
    ];

    private static RunCurve[] Training(IReadOnlyList<TrainedRun> runs, Func<IndependenceRow, double> get) =>
        [.. runs.Select(run => new RunCurve([.. run.Independence.Select(row => (double)row.Step)], [.. run.Independence.Select(get)]).Smoothed())];

    private sealed record Term(string Name, Func<IndependenceRow, double> Measured, Func<IndependenceRow, double> Bound);
}
