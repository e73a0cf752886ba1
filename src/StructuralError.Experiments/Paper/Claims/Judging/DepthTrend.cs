using StructuralError.Core.Statistics;
using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Paper.Evidence;

namespace StructuralError.Experiments.Paper.Claims.Judging;

/// <summary>Whether a quantity goes up or down from one network to the next.</summary>
public static class DepthTrend
{
    /// <summary>Kendall's τ_b of the quantity with k.</summary>
    public static double WithDepth(IReadOnlyList<TrainedRun> runs, Func<TrainedRun, double> quantity) =>
        KendallTau.Of([.. runs.Select(run => (double)run.K)], [.. runs.Select(quantity)]);

    /// <inheritdoc cref="WithDepth(IReadOnlyList{TrainedRun}, Func{TrainedRun, double})"/>
    public static double WithDepth(IReadOnlyList<InitialMeasurement> networks, Func<InitialMeasurement, double> quantity) =>
        KendallTau.Of([.. networks.Select(network => (double)network.K)], [.. networks.Select(quantity)]);

    /// <summary>Kendall's τ_b of the quantity with the number of parameters.</summary>
    public static double WithParameters(IReadOnlyList<InitialMeasurement> networks, Func<InitialMeasurement, double> quantity) =>
        KendallTau.Of([.. networks.Select(network => (double)network.Independence.Parameters)], [.. networks.Select(quantity)]);
}
