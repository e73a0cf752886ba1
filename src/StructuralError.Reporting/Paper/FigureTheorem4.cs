using StructuralError.Core.Structure;
using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Reporting.Figures.Model;
using StructuralError.Reporting.Runs;

namespace StructuralError.Reporting.Paper;

/// <summary>Beyond the paper: U and G as measured, and the bounds that Theorem 4 puts on them (eq. 25), over the number of parameters and over training.</summary>
public static class FigureTheorem4
{
    private static readonly Ink[] Inks = [Ink.Blue, Ink.Vermillion, Ink.Green, Ink.Purple];

    private static readonly Term U = new("U", row => row.U, row => row.BoundOfU);
    private static readonly Term G = new("G", row => row.G, row => row.BoundOfG);

    public static Figure Build(ReproductionData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        Panel[] panels =
        [
            .. Terms.Select(term => AtInitialization(data, term, "growing width", FigureSweeps.ByWidth)),
            .. Terms.Select(term => AtInitialization(data, term, "growing depth", FigureSweeps.ByDepth)),
            .. Terms.Select(term => OverTraining(data, term)),
        ];
        TrainedRun[] runs = [.. FigureWords.Models.SelectMany(model => Runs(data, model))];
        return FigureWords.Finish(
            FigureWords.Draft("theorem4", panels, columns: 2, plotHeight: 210) with { Note = $"{FigureWords.Note(data.Initial.ToArray())}. Training: {FigureWords.Note(runs)}." },
            data,
            "Theorem 4: U and G as measured against the bounds of eq. 25",
            "Solid: measured. Dashed: what the theorem says it is at most, ε the largest column norm of ∇f. At initialisation over the number of parameters |θ|, and with k = 1 over training.",
            SeedPanel.Explain(Counts(data, runs), window: runs.Length > 0 ? RunningMean.Window(runs.Max(run => run.Independence.Count)) : 1));
    }

    private static Term[] Terms => [U, G];

    private static IReadOnlyList<TrainedRun> Runs(ReproductionData data, string model) => [.. data.Of(model, 1).Where(run => run.Independence.Count > 0)];

    private static IEnumerable<int> Counts(ReproductionData data, TrainedRun[] runs) =>
    [
        .. data.Initial.GroupBy(network => (network.Model, network.K, network.Width)).Select(group => group.Count()),
        .. runs.GroupBy(run => run.Model).Select(group => group.Count()),
    ];

    private static Panel AtInitialization(ReproductionData data, Term term, string varied, Func<ReproductionData, string, IReadOnlyList<InitialMeasurement>> sweep) =>
        SeedPanel.Of($"{term.Name} at initialisation, {varied}", new Axis { Label = "number of parameters |θ|", Logarithmic = true }, FigureWords.LogarithmAxis, Curves(term, model => Sweep(sweep(data, model)))) with
        {
            EmptyMessage = "No network at initialisation",
        };

    private static Panel OverTraining(ReproductionData data, Term term) =>
        SeedPanel.Of($"{term.Name} over training, k = 1", RunWords.StepAxis, FigureWords.LogarithmAxis, Curves(term, model => Training(Runs(data, model)))) with
        {
            EmptyMessage = "No run in which the columns of ∇f were measured",
        };

    private static IEnumerable<SeedCurves> Curves(Term term, Func<string, Func<Func<IndependenceRow, double>, RunCurve[]>> source)
    {
        foreach ((string model, Ink ink) in FigureWords.Models.Zip(Inks))
        {
            Func<Func<IndependenceRow, double>, RunCurve[]> curves = source(model);
            yield return new SeedCurves(new CurveStyle(model, $"model {model}", ink, Dash.Solid), curves(term.Measured));
            yield return new SeedCurves(new CurveStyle(model + "_bound", $"bound of {model}", ink, Dash.Dashed), curves(term.Bound));
        }
    }

    private static Func<Func<IndependenceRow, double>, RunCurve[]> Sweep(IReadOnlyList<InitialMeasurement> networks) => get =>
        [.. networks.GroupBy(network => network.Seed).Select(seed => new RunCurve([.. seed.Select(network => (double)network.Independence.Parameters)], [.. seed.Select(network => get(network.Independence))]))];

    private static Func<Func<IndependenceRow, double>, RunCurve[]> Training(IReadOnlyList<TrainedRun> runs) => get =>
        [.. runs.Select(run => new RunCurve([.. run.Independence.Select(row => (double)row.Step)], [.. run.Independence.Select(get)]).Smoothed())];

    private sealed record Term(string Name, Func<IndependenceRow, double> Measured, Func<IndependenceRow, double> Bound);
}
