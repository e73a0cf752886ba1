namespace StructuralError.Analysis.Claims;

/// <summary>A claim's statistic in one case: over the seeds of one model and depth, say.</summary>
/// <param name="Case">For instance <c>model a, k = 3</c>.</param>
/// <param name="Quantity">What the values are, with unit, as <c>onset of the decrease (step)</c>.</param>
/// <param name="Values">One for each seed, in order; NaN where it is undefined.</param>
/// <param name="Mean">Over the seeds.</param>
/// <param name="Lower">Lower end of the mean's 95 % interval (Student's t); NaN with fewer than two seeds.</param>
/// <param name="Upper">Upper end.</param>
/// <param name="Verdict">What this case says by itself.</param>
public sealed record Evidence(string Case, string Quantity, IReadOnlyList<SeedValue> Values, double Mean, double Lower, double Upper, Verdict Verdict);

/// <summary>The statistic of one seed.</summary>
public readonly record struct SeedValue(long Seed, double Value);
