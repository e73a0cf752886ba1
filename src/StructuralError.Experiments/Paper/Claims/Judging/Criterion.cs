using System.Globalization;
using StructuralError.Core.Statistics;

namespace StructuralError.Experiments.Paper.Claims.Judging;

/// <summary>The side of a threshold on which a claim wants its statistic.</summary>
/// <remarks>
/// The mean over the seeds and its 95 % interval decide: wholly on the wanted side, <see cref="Verdict.Reproduced"/>; wholly on the other,
/// <see cref="Verdict.NotReproduced"/>; across the threshold, <see cref="Verdict.Undecided"/>. So each of the two answers is wrong by chance in at most
/// 2.5 % of cases. A value that is NaN, or a single seed, decides nothing. Infinite values have no interval: then every seed has to be on one side. The
/// interval of a share or a correlation may reach beyond 1; only its side counts.
/// </remarks>
public sealed record Criterion
{
    private readonly string _relation;
    private readonly Func<double, bool> _holds;

    private Criterion(string relation, double threshold, Func<double, bool> holds) => (_relation, Threshold, _holds) = (relation, threshold, holds);

    public double Threshold { get; }

    /// <summary>One seed on the other side refutes: for what has to hold always, not on average.</summary>
    public bool EverySeed { get; private init; }

    /// <summary>For instance <c>≥ 0.9</c>.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{_relation} {Threshold}{(EverySeed ? " in every seed" : string.Empty)}");

    public static Criterion AtLeast(double threshold) => new("≥", threshold, value => value >= threshold);

    public static Criterion Above(double threshold) => new(">", threshold, value => value > threshold);

    public static Criterion AtMost(double threshold) => new("≤", threshold, value => value <= threshold);

    public static Criterion Below(double threshold) => new("<", threshold, value => value < threshold);

    /// <summary>At most <paramref name="threshold"/> in every seed.</summary>
    public static Criterion NeverAbove(double threshold) => AtMost(threshold) with { EverySeed = true };

    public Verdict Judge(double[] values)
    {
        int holding = 0, undefined = 0;
        bool infinite = false;
        foreach (double value in values)
        {
            holding += _holds(value) ? 1 : 0;
            undefined += double.IsNaN(value) ? 1 : 0;
            infinite |= double.IsInfinity(value);
        }

        if (EverySeed && holding + undefined < values.Length)
        {
            return Verdict.NotReproduced;
        }

        if (undefined > 0 || values.Length < 2)
        {
            return Verdict.Undecided;
        }

        if (EverySeed || infinite)
        {
            return Side(holding == values.Length, holding > 0);
        }

        // The wanted side is a half-line: an interval lies in it, or in its complement, with both of its ends.
        var interval = SeedInterval.Of(values);
        bool lower = _holds(interval.Lower), upper = _holds(interval.Upper);
        return Side(lower && upper, lower || upper);
    }

    private static Verdict Side(bool all, bool any) => all ? Verdict.Reproduced : any ? Verdict.Undecided : Verdict.NotReproduced;
}
