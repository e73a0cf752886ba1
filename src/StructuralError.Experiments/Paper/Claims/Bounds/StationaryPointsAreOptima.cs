using StructuralError.Experiments.Paper.Claims.Judging;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Bounds;

/// <summary>Where gradient descent stands still and the structural error is as small as it can be, the fitting error is at its optimum.</summary>
public sealed record StationaryPointsAreOptima() : Claim(
    Id: "stationary-points-are-optima",
    Source: "Section 1, contribution 2; section 6",
    Quote: "its global optimum is equivalent to its stationary points",
    Sentence: "At a stationary point of the empirical risk with the smallest possible structural error, U = L = G = 0, the fitting error is at its global "
        + "optimum, near 0.",
    Statistic: "Mean E_f after 500 full-batch steps (learning rate 0.1) from a point with every hidden unit dead and the output bias at ln of the class "
        + "frequencies, k = 1; the training set is the seed's first batch (tables/stationary_points.csv). Counts only where the loss has moved by at most "
        + "1e-12, so that the point is stationary, and every eigenvalue is 1 to 1e-12, so that U = L = G = 0.",
    Threshold: "≤ 0.1: a training set of one batch can be fitted without error. Theorem 3 is about the gradient of each sample, which is not 0 here; what "
        + "descent makes small is their mean.",
    Grid: Thresholds.Default.Over([0.05, 0.1, 0.2], (at, error) => at with { Optimal = error }),
    Figures: [])
{
    private const double Rounding = 1e-12;

    protected override void Collect(EvidenceBuilder cases, Thresholds at)
    {
        if (cases.Data.StationaryPoints.Count == 0)
        {
            cases.AddMissing("k = 1", "E_f at the stationary point", "no stationary point was tried");
        }

        foreach (IGrouping<string, StationaryPoint> points in cases.Data.StationaryPoints.GroupBy(point => point.Model))
        {
            string name = $"model {points.Key}, k = 1";
            cases.Add(name, "E_f at the stationary point", Values(points, FittingError), Criterion.AtMost(at.Optimal));
            cases.AddContext(name, "change of the loss", Values(points, point => point.LossAfter - point.LossBefore));
            cases.AddContext(name, "largest distance of an eigenvalue from 1", Values(points, point => point.LargestDistance));
            cases.AddContext(name, "violations of Theorem 3", Values(points, point => point.Violations));
        }
    }

    private static double FittingError(StationaryPoint point) =>
        Math.Abs(point.LossAfter - point.LossBefore) <= Rounding && point.LargestDistance <= Rounding ? point.FittingError : double.NaN;

    private static IReadOnlyList<SeedValue> Values(IEnumerable<StationaryPoint> points, Func<StationaryPoint, double> value) =>
        [.. points.Select(point => new SeedValue(point.Seed, value(point)))];
}
