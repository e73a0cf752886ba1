using StructuralError.Core.Statistics;
using StructuralError.Core.Structure;
using StructuralError.Experiments.Measure;

namespace StructuralError.Experiments.Paper.Claims.Judging;

/// <content>Cases from networks at initialisation.</content>
public sealed partial class EvidenceBuilder
{
    /// <summary>
    /// One case: a model over its depths, at the width that was measured at most depths. The statistic gets one seed's networks in order of k.
    /// </summary>
    /// <param name="deepest">Networks of more blocks than this are left out.</param>
    public void AddInitialOverDepth(
        string model, string quantity, Func<IReadOnlyList<InitialMeasurement>, double> statistic, Criterion criterion, int deepest = int.MaxValue)
    {
        InitialMeasurement[] networks = [.. data.InitialByDepth(model).Where(network => network.K <= deepest)];
        AddInitialSeries($"model {model} at initialisation, k", networks, network => network.K, quantity, statistic, criterion);
    }

    /// <summary>The same without a verdict; nothing where a seed has no network.</summary>
    public void AddInitialOverDepthContext(string model, string quantity, Func<IReadOnlyList<InitialMeasurement>, double> statistic) =>
        AddContext($"model {model} at initialisation, every depth", quantity, [.. BySeed(data.InitialByDepth(model), statistic)]);

    /// <summary>One case: Kendall's τ_b of k and a quantity over the depths of a model.</summary>
    /// <param name="deepest">Networks of more blocks than this are left out.</param>
    public void AddInitialTrend(string model, string name, Func<InitialMeasurement, double> quantity, Criterion criterion, int deepest = int.MaxValue) =>
        AddInitialOverDepth(model, $"τ of k and {name}", networks => KendallTau.Of(networks, network => network.K, quantity), criterion, deepest);

    /// <summary>One case: a model over its widths, at the depth that was measured at most widths.</summary>
    public void AddInitialOverWidth(string model, string quantity, Func<IReadOnlyList<InitialMeasurement>, double> statistic, Criterion criterion) =>
        AddInitialSeries($"model {model} at initialisation, width", data.InitialByWidth(model), network => network.Width, quantity, statistic, criterion);

    /// <summary>
    /// One case: two models over the depths k ≥ 1 that both have, paired by seed, depth and width, so that both start with the same numbers from the
    /// generator and see the same batch. The statistic gets one seed's pairs in order of k.
    /// </summary>
    public void AddInitialPairs(
        string without, string with, string quantity, Func<IReadOnlyList<(InitialMeasurement Without, InitialMeasurement With)>, double> statistic,
        Criterion criterion)
    {
        (InitialMeasurement Without, InitialMeasurement With)[] pairs =
        [
            .. Initial(without).Where(network => network.K > 0).Join(
                Initial(with), network => (network.K, network.Width, network.Seed), network => (network.K, network.Width, network.Seed),
                (first, second) => (first, second)),
        ];
        var seeds = pairs.GroupBy(pair => pair.Without.Seed).OrderBy(seed => seed.Key);
        AddCase(
            $"models {without} and {with} at initialisation, k ≥ 1", pairs.Length == 0 ? "no pair of networks" : null, quantity,
            seeds.Select(seed => new SeedValue(seed.Key, statistic([.. seed]))), criterion);
    }

    /// <summary>One case: the columns of ∇f in every network of a model, whatever its depth and width. The statistic gets one seed's.</summary>
    public void AddInitial(string model, string quantity, Func<IReadOnlyList<IndependenceRow>, double> statistic, Criterion criterion) => AddCase(
        $"model {model} at initialisation", Initial(model).Any() ? null : "no network was measured", quantity,
        BySeed(Initial(model), networks => statistic([.. networks.Select(network => network.Independence)])), criterion);

    /// <summary>Quantities of the columns of ∇f at each depth and width of a model, without a verdict.</summary>
    public void AddInitialContext(string model, params IReadOnlyList<(string Name, Func<IndependenceRow, double> Of)> quantities)
    {
        foreach (var size in Initial(model).GroupBy(network => (network.K, network.Width)).OrderBy(size => size.Key))
        {
            foreach ((string name, Func<IndependenceRow, double> of) in quantities)
            {
                IEnumerable<SeedValue> values = BySeed(size, networks => of(networks[0].Independence));
                AddContext($"model {model} at initialisation, k = {size.Key.K}, width {size.Key.Width}", name, [.. values]);
            }
        }
    }

    private IEnumerable<InitialMeasurement> Initial(string model) => data.Initial.Where(network => network.Model == model);

    private void AddInitialSeries(
        string name, IReadOnlyList<InitialMeasurement> networks, Func<InitialMeasurement, int> place, string quantity,
        Func<IReadOnlyList<InitialMeasurement>, double> statistic, Criterion criterion)
    {
        int[] places = [.. networks.Select(place).Distinct().Order()];
        if (places.Length < FewestPoints)
        {
            AddMissing(name, quantity, Fewer("values", places.Length));
            return;
        }

        // A seed counts if it has every place: otherwise its statistic would be about something else.
        var complete = networks.GroupBy(network => network.Seed).Where(seed => seed.Count() == places.Length).SelectMany(seed => seed.OrderBy(place));
        Add($"{name} = {places[0]} to {places[^1]}", quantity, [.. BySeed(complete, statistic)], criterion);
    }

    private static IEnumerable<SeedValue> BySeed(IEnumerable<InitialMeasurement> networks, Func<IReadOnlyList<InitialMeasurement>, double> statistic) =>
        networks.GroupBy(network => network.Seed).OrderBy(seed => seed.Key).Select(seed => new SeedValue(seed.Key, statistic([.. seed])));
}
