using StructuralError.Core.Statistics;

namespace StructuralError.Experiments.Paper.Claims;

/// <summary>
/// The numbers that were chosen, where a sentence gives none. Each claim is judged with these, and those that depend on one again over a grid around it.
/// </summary>
public sealed record Thresholds
{
    public static Thresholds Default { get; } = new();

    /// <summary>Nats by which the log fitting error has to have left its initial level at its onset.</summary>
    public double Margin { get; init; } = DecreaseOnset.Margin;

    /// <summary>Half width of the band in which S has settled, as a share of its whole movement.</summary>
    public double Band { get; init; } = Settling.Band;

    /// <summary>Nats by which the fitting error has to fall for a run to count as converged: ln 10, E_f at a tenth of its initial level.</summary>
    public double Drop { get; init; } = Math.Log(10);

    /// <summary>Steps that still count as the same time: the window with which the paper looks at its curves.</summary>
    public double Tolerance { get; init; } = LocalPearson.PaperWindow;

    /// <summary>r that is near 1: the bound accounts for r² = 81 % of the fitting error's variance.</summary>
    public double Near { get; init; } = 0.9;

    /// <summary>The paper's "500th epoch", of an epoch's 938 steps.</summary>
    public long LateStep { get; init; } = 500;

    /// <summary>Rows at the start and at the end of a run whose mean stands for it there: the paper's window.</summary>
    public int EdgeRows { get; init; } = LocalPearson.PaperWindow;

    /// <summary>Share of its range by which a series may change in a window in which it stands still.</summary>
    public double StillShare { get; init; } = 0.05;

    /// <summary>Share of its first value below which a quantity has come towards 0: it has lost at least half.</summary>
    public double Shrunk { get; init; } = 0.5;

    /// <summary>Times the bound of Lemma 2 at which cosines still count as approximately independent.</summary>
    public double Approximately { get; init; } = 1;

    /// <summary>Shortest column over the longest at which the norms still count as approximately equal.</summary>
    public double EqualNorms { get; init; } = 0.9;

    /// <summary>Kendall's τ from which an order counts as kept: with six depths at most one pair of neighbours is in the wrong order (13/15).</summary>
    public double Ordered { get; init; } = 0.8;

    /// <summary>Share of the changes that is "always", up to the noise of a window.</summary>
    public double Always { get; init; } = 0.95;

    /// <summary>Factor by which 1 − r has to fall for a correlation to have grown.</summary>
    public double Closer { get; init; } = 2;

    /// <summary>E_f of an optimum: a training set of one batch can be fitted without error.</summary>
    public double Optimal { get; init; } = 0.1;

    /// <summary>Factor from which a number is much larger than another.</summary>
    public double MuchLarger { get; init; } = 2;

    /// <summary>Every share that is tried for "towards 0".</summary>
    public static IReadOnlyList<Thresholds> Shares { get; } = [.. new[] { 0.3, 0.5, 0.7 }.Select(share => Default with { Shrunk = share })];

    /// <summary>Every margin of the onset that is tried.</summary>
    public static IReadOnlyList<Thresholds> Margins { get; } =
        [.. new[] { 0.05, 0.1, 0.25, 0.5, Math.Log(2), 1 }.Select(margin => Default with { Margin = margin })];

    /// <summary>Every band of settling that is tried.</summary>
    public static IReadOnlyList<Thresholds> Bands { get; } = [.. new[] { 0.05, 0.1, 0.15, 0.2 }.Select(band => Default with { Band = band })];

    /// <summary>Every margin with every band.</summary>
    public static IReadOnlyList<Thresholds> MarginsAndBands { get; } =
        [.. Margins.SelectMany(margin => new[] { 0.05, 0.1, 0.2 }.Select(band => margin with { Band = band }))];

    /// <summary>Every drop that counts as convergence.</summary>
    public static IReadOnlyList<Thresholds> Drops { get; } = [.. new[] { 1, Math.Log(5), Math.Log(10), 3 }.Select(drop => Default with { Drop = drop })];

    /// <summary>Every length of the edges.</summary>
    public static IReadOnlyList<Thresholds> Edges { get; } = [.. new[] { 25, 50, 100 }.Select(rows => Default with { EdgeRows = rows })];
}
