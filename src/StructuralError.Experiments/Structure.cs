using StructuralError.Core.Common;
using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Services;

namespace StructuralError.Experiments;

/// <summary>Structural matrices of networks that are not trained, as the command <c>measure</c> has them.</summary>
public static class Structure
{
    /// <summary>Measures every network of a grid as its seed draws it.</summary>
    /// <param name="cancellation">Looked at between networks.</param>
    /// <param name="services">What is taken from the world; null for the real things.</param>
    /// <returns>One result a network, in the grid's order.</returns>
    /// <exception cref="UserErrorException">What is wrong with the networks, the data or the device.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was triggered.</exception>
    public static IReadOnlyList<InitialMeasurement> Measure(InitialGrid grid, ExperimentServices? services = null, CancellationToken cancellation = default) =>
        new InitialMeasurements(services ?? new ExperimentServices(), grid).Measure(cancellation);
}
