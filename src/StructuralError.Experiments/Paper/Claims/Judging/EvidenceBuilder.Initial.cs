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
        InitialMeasurement[] networks = [.. _data.InitialByDepth(model).Where(network => network.K <= deepest)];
        AddInitialSeries($"model {model} at initialisation, k", networks, network => network.K, quantity, statistic, criterion);
    }

    /// <summary>The same without a verdict; nothing where a seed has no network.</summary>
    public void AddInitialOverDepthContext(string model, string quantity, Func<IReadOnlyList<InitialMeasurement>, double> statistic)
    {
        IReadOnlyList<InitialMeasurement> networks = _data.InitialByDepth(model);
        AddContext($"model {model} at initialisation, every depth", quantity, BySeed([.. networks.OrderBy(network => network.K)], statistic));
    }

    /// <summary>One case: a model over its widths, at the depth that was measured at most widths.</summary>
    public void AddInitialOverWidth(string model, string quantity, Func<IReadOnlyList<InitialMeasurement>, double> statistic, Criterion criterion)
    {
        IReadOnlyList<InitialMeasurement> networks = _data.InitialByWidth(model);
        AddInitialSeries($"model {model} at initialisation, width", networks, network => network.Width, quantity, statistic, criterion);
    }

    /// <summary>
    /// One case: two models over the depths k ≥ 1 that both have, paired by seed, depth and width, so that both start with the same numbers from the
    /// generator and see the same batch. The statistic gets one seed's pairs in order of k.
    /// </summary>
    public void AddInitialPairs(
        string without,
        string with,
        string quantity,
        Func<IReadOnlyList<(InitialMeasurement Without, InitialMeasurement With)>, double> statistic,
        Criterion criterion)
    {
        (InitialMeasurement Without, InitialMeasurement With)[] pairs =
        [
            .. Initial(without).Where(network => network.K > 0).Join(
                Initial(with),
                network => (network.K, network.Width, network.Seed),
                network => (network.K, network.Width, network.Seed),
                (first, second) => (first, second)),
        ];
        string name = $"models {without} and {with} at initialisation, k ≥ 1";
        if (pairs.Length == 0)
        {
            AddMissing(name, quantity, "no pair of networks");
            return;
        }

        var seeds = pairs.GroupBy(pair => pair.Without.Seed).OrderBy(seed => seed.Key);
        Add(name, quantity, [.. seeds.Select(seed => new SeedValue(seed.Key, statistic([.. seed])))], criterion);
    }

    /// <summary>One case: every network of a model, whatever its depth and width. The statistic gets one seed's.</summary>
    public void AddInitial(string model, string quantity, Func<IReadOnlyList<InitialMeasurement>, double> statistic, Criterion criterion)
    {
        string name = $"model {model} at initialisation";
        IReadOnlyList<SeedValue> values = BySeed(Initial(model), statistic);
        if (values.Count == 0)
        {
            AddMissing(name, quantity, "no network was measured");
            return;
        }

        Add(name, quantity, values, criterion);
    }

    /// <summary>The same for the networks of one depth and width, without a verdict.</summary>
    public void AddInitialContext(string model, int k, int width, string quantity, Func<InitialMeasurement, double> statistic)
    {
        IReadOnlyList<SeedValue> values = BySeed([.. Initial(model).Where(network => network.K == k && network.Width == width)], seed => statistic(seed[0]));
        AddContext($"model {model} at initialisation, k = {k}, width {width}", quantity, values);
    }

    /// <summary>Depth and width of a model's networks, in order.</summary>
    public IReadOnlyList<(int K, int Width)> InitialSizes(string model) => [.. Initial(model).Select(network => (network.K, network.Width)).Distinct().Order()];

    private IReadOnlyList<InitialMeasurement> Initial(string model) => [.. _data.Initial.Where(network => network.Model == model)];

    private void AddInitialSeries(
        string name,
        IReadOnlyList<InitialMeasurement> networks,
        Func<InitialMeasurement, int> place,
        string quantity,
        Func<IReadOnlyList<InitialMeasurement>, double> statistic,
        Criterion criterion)
    {
        int[] places = [.. networks.Select(place).Distinct().Order()];
        if (places.Length < FewestPoints)
        {
            AddMissing(name, quantity, Fewer("values", places.Length));
            return;
        }

        // A seed counts if it has every place: otherwise its statistic would be about something else.
        var complete = networks.GroupBy(network => network.Seed).Where(seed => seed.Count() == places.Length).SelectMany(seed => seed.OrderBy(place));
        Add($"{name} = {places[0]} to {places[^1]}", quantity, BySeed([.. complete], statistic), criterion);
    }

    private static IReadOnlyList<SeedValue> BySeed(IReadOnlyList<InitialMeasurement> networks, Func<IReadOnlyList<InitialMeasurement>, double> statistic) =>
        [.. networks.GroupBy(network => network.Seed).OrderBy(seed => seed.Key).Select(seed => new SeedValue(seed.Key, statistic([.. seed])))];
}
