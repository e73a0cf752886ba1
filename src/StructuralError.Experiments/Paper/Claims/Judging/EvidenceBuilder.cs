using System.Globalization;
using StructuralError.Core.Statistics;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Judging;

/// <summary>
/// Collects a claim's cases from the data, judges each by its criterion, and concludes. What is not there becomes a case without values, undecided, with
/// the reason in the finding: nothing is skipped in silence.
/// </summary>
public sealed partial class EvidenceBuilder(ReproductionData data)
{
    private readonly List<Evidence> _evidence = [];
    private readonly List<Observation> _context = [];
    private readonly List<string> _remarks = [];

    // Several statistics of one missing case: its reason is given once.
    private readonly List<string> _reasons = [];
    private string _reading = string.Empty;
    private string? _impossible;

    public ReproductionData Data => data;

    /// <summary>What is added from here on belongs to this reading of the sentence. The first one decides.</summary>
    public void Read(string reading) => _reading = reading;

    /// <summary>What else the data say, in a sentence.</summary>
    public void Remark(FormattableString sentence) => _remarks.Add(sentence.ToString(CultureInfo.InvariantCulture));

    /// <summary>These networks cannot decide the claim, for this reason, which is the finding then; the table shows what was added all the same.</summary>
    public void CannotDecide(string reason) => _impossible = reason;

    public void Add(string @case, string quantity, IReadOnlyList<SeedValue> values, Criterion criterion)
    {
        ArgumentNullException.ThrowIfNull(criterion);
        double[] numbers = Numbers(values);
        var interval = SeedInterval.Of(numbers);
        _evidence.Add(new(@case, quantity, values, interval.Mean, interval.Lower, interval.Upper, criterion.Judge(numbers)) { Reading = _reading });
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
        _evidence.Add(new(@case, quantity, [], double.NaN, double.NaN, double.NaN, Verdict.Undecided) { Reading = _reading });
        Reason($"{@case}: {reason}");
    }

    // The values are not looked at where there is a problem.
    private void AddCase(string name, string? problem, string quantity, IEnumerable<SeedValue> values, Criterion criterion)
    {
        if (problem is null)
        {
            Add(name, quantity, [.. values], criterion);
        }
        else
        {
            AddMissing(name, quantity, problem);
        }
    }

    /// <param name="others">The same claim's cases at the other settings of its grid.</param>
    public ClaimResult Conclude(Claim claim, params IReadOnlyList<EvidenceBuilder> others)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(others);
        string[] names = [.. _evidence.Select(item => item.Reading).Distinct()];
        Reading[] readings = [.. names.DefaultIfEmpty(string.Empty).Select(name => Decide(claim.Kind, name, others))];
        string finding = _impossible ?? Finding.Text(Of(readings[0].Name), _reasons, readings);
        return new(
            claim.Id, claim.Source, claim.Sentence, claim.Statistic, claim.Threshold, claim.Figures, readings[0].Verdict,
            string.Join(' ', [finding, .. _remarks]), _evidence, _context)
        {
            Kind = claim.Kind,
            Quote = claim.Quote,
            Readings = readings,
        };
    }

    private Reading Decide(ClaimKind kind, string reading, IReadOnlyList<EvidenceBuilder> others)
    {
        Verdict verdict = VerdictIn(kind, reading);
        Evidence[] evidence = Of(reading);
        return new(
            reading, verdict, evidence.Count(item => item.Verdict == Verdict.Reproduced), evidence.Length, others.Count,
            others.Count(other => other.VerdictIn(kind, reading) == verdict));
    }

    private Verdict VerdictIn(ClaimKind kind, string reading) => _impossible is null ? OverallVerdict.Of(kind, Of(reading)) : Verdict.CannotBeDecided;

    private Evidence[] Of(string reading) => [.. _evidence.Where(item => item.Reading == reading)];

    private void Reason(string reason)
    {
        if (!_reasons.Contains(reason, StringComparer.Ordinal))
        {
            _reasons.Add(reason);
        }
    }

    private static double[] Numbers(IReadOnlyList<SeedValue> values) => [.. values.Select(value => value.Value)];
}
