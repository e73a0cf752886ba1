using System.Globalization;
using StructuralError.Core.Statistics;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Judging;

/// <summary>
/// Collects a claim's cases from the data, judges each by its criterion, and concludes. What is not there becomes a case without values, inconclusive, with
/// the reason in the finding: nothing is skipped in silence.
/// </summary>
public sealed partial class EvidenceBuilder
{
    private readonly ReproductionData _data;
    private readonly List<Evidence> _evidence = [];
    private readonly List<Observation> _context = [];

    // Several statistics of one missing case: its reason is given once.
    private readonly List<string> _reasons = [];

    public EvidenceBuilder(ReproductionData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        _data = data;
    }

    public void Add(string @case, string quantity, IReadOnlyList<SeedValue> values, Criterion criterion)
    {
        ArgumentNullException.ThrowIfNull(criterion);
        double[] numbers = Numbers(values);
        var interval = SeedInterval.Of(numbers);
        _evidence.Add(new(@case, quantity, values, interval.Mean, interval.Lower, interval.Upper, criterion.Judge(numbers)));
        if (values.Count < 2)
        {
            Reason($"{@case}: {(values.Count == 1 ? "a single seed" : "no seed has every run that is needed")}");
        }

        foreach (SeedValue value in values.Where(value => double.IsNaN(value.Value)))
        {
            Reason(string.Create(CultureInfo.InvariantCulture, $"{@case}: {quantity} is undefined for seed {value.Seed}"));
        }
    }

    /// <summary>Something to read the evidence by, which decides nothing.</summary>
    public void AddContext(string @case, string quantity, IReadOnlyList<SeedValue> values)
    {
        var interval = SeedInterval.Of(Numbers(values));
        _context.Add(new(@case, quantity, values, interval.Mean, interval.Lower, interval.Upper));
    }

    /// <summary>A case that the data do not let us look at.</summary>
    public void AddMissing(string @case, string quantity, string reason)
    {
        _evidence.Add(new(@case, quantity, [], double.NaN, double.NaN, double.NaN, Verdict.Inconclusive));
        Reason($"{@case}: {reason}");
    }

    /// <param name="remark">What else the data say, in a sentence; may be empty.</param>
    public ClaimResult Conclude(Claim claim, string remark = "")
    {
        ArgumentNullException.ThrowIfNull(claim);
        string finding = Finding.Text(_evidence, _reasons);
        return claim.Result(OverallVerdict.Of(_evidence), remark.Length == 0 ? finding : $"{finding} {remark}", _evidence, _context);
    }

    private void Reason(string reason)
    {
        if (!_reasons.Contains(reason, StringComparer.Ordinal))
        {
            _reasons.Add(reason);
        }
    }

    private static double[] Numbers(IReadOnlyList<SeedValue> values) => [.. values.Select(value => value.Value)];
}
