using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Reporting.Paper;

/// <summary>The networks at initialisation in the two orders that figures show them in.</summary>
internal static class FigureSweeps
{
    /// <summary>Over depth, at the width that the most depths were measured at: the model's own. With equally many, the smaller width.</summary>
    public static IReadOnlyList<InitialMeasurement> ByDepth(ReproductionData data, string model) =>
        Longest(data.Initial.Where(network => network.Model == model), network => network.Width, network => network.K);

    /// <summary>Over width, at the depth that the most widths were measured at. With equally many, the smaller depth.</summary>
    public static IReadOnlyList<InitialMeasurement> ByWidth(ReproductionData data, string model) =>
        Longest(data.Initial.Where(network => network.Model == model), network => network.K, network => network.Width);

    private static IReadOnlyList<InitialMeasurement> Longest(IEnumerable<InitialMeasurement> networks, Func<InitialMeasurement, int> held, Func<InitialMeasurement, int> varied) =>
        networks.GroupBy(held)
            .OrderByDescending(group => group.Select(varied).Distinct().Count())
            .ThenBy(group => group.Key)
            .Select(group => (IReadOnlyList<InitialMeasurement>)[.. group.OrderBy(varied)])
            .FirstOrDefault([]);
}
