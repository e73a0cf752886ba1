using System.Collections.Immutable;
using StructuralError.Core.Common;
using StructuralError.Experiments.Specs;

namespace StructuralError.Experiments.Sweeps;

/// <summary>The runs of a sweep: every case with every combination of the axes' values, all on the same base.</summary>
/// <param name="Base">Values of every run, unless its case says otherwise.</param>
/// <param name="Cases">Values that go together; one empty case where there are none.</param>
/// <param name="Axes">The first one varies slowest.</param>
public sealed record SweepDefinition(ImmutableArray<Assignment> Base, ImmutableArray<ImmutableArray<Assignment>> Cases, ImmutableArray<SweepAxis> Axes)
{
    /// <summary>More runs are taken for a slip of the finger.</summary>
    public const int MaximumRuns = 10_000;

    public static SweepDefinition Empty { get; } = new([], [[]], []);

    /// <summary>Number of runs.</summary>
    public decimal Count => Axes.Aggregate((decimal)Cases.Length, (count, axis) => Math.Min(count * axis.Values.Length, MaximumRuns + 1));

    private IEnumerable<Assignment> Singles => Base.Concat(Cases.SelectMany(values => values));

    /// <summary>All keys that get a value.</summary>
    public IEnumerable<string> Keys => Singles.Select(value => value.Key).Concat(Axes.Select(axis => axis.Key)).Distinct(StringComparer.Ordinal);

    /// <summary>The values that some run gives to the key.</summary>
    public IEnumerable<string> ValuesOf(string key) => Singles.Where(value => value.Key == key).Select(value => value.Value)
        .Concat(Axes.Where(axis => axis.Key == key).SelectMany(axis => axis.Values)).Distinct(StringComparer.Ordinal);

    /// <summary>The same with these axes, which replace what was said of their keys before.</summary>
    public SweepDefinition With(ImmutableArray<SweepAxis> axes)
    {
        SweepDefinition rest = Without(axes.Select(axis => axis.Key));
        return rest with { Axes = [.. rest.Axes, .. axes] };
    }

    /// <summary>The same with nothing said of these keys.</summary>
    public SweepDefinition Without(IEnumerable<string> keys)
    {
        var gone = keys.ToHashSet(StringComparer.Ordinal);
        return new SweepDefinition(Kept(Base), [.. Cases.Select(Kept)], [.. Axes.Where(axis => !gone.Contains(axis.Key))]);

        ImmutableArray<Assignment> Kept(ImmutableArray<Assignment> values) => [.. values.Where(value => !gone.Contains(value.Key))];
    }

    /// <summary>What is contradictory about it.</summary>
    public IEnumerable<Problem> Problems() =>
    [
        .. Axes.GroupBy(axis => axis.Key, StringComparer.Ordinal).Where(group => group.Skip(1).Any())
            .Select(twice => new Problem($"grid: '{twice.Key}' is given twice; give all of its values in one list.")),
        .. Axes.Where(axis => Singles.Any(value => value.Key == axis.Key))
            .Select(axis => new Problem($"grid: '{axis.Key}' is also given a single value; leave one of the two out.")),
        .. Count > MaximumRuns
            ? (Problem[])[new(FormattableString.Invariant($"grid: it has more than {MaximumRuns} runs; shorten a list or split the sweep."))]
            : [],
    ];

    /// <summary>The values of each run, base first, in the order of <see cref="Cases"/> and <see cref="Axes"/>.</summary>
    public IEnumerable<ImmutableArray<Assignment>> Runs() =>
        from values in Cases
        from point in Points(0)
        select (ImmutableArray<Assignment>)[.. Base.Where(value => values.All(own => own.Key != value.Key)), .. values, .. point];

    /// <summary>The spec of each run: its values on top of what applies to all.</summary>
    /// <param name="common">Makes a builder that has what applies to all.</param>
    public IEnumerable<ResolvedSpec> Specs(Func<SpecBuilder> common) => Runs().Select(values => Assignment.Build(common(), values));

    private IEnumerable<ImmutableArray<Assignment>> Points(int axis) => axis == Axes.Length
        ? [[]]
        : Axes[axis].Values.SelectMany(value => Points(axis + 1).Select(rest => (ImmutableArray<Assignment>)[new(Axes[axis].Key, value), .. rest]));
}
