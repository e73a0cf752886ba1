using StructuralError.Experiments.Measure;

namespace StructuralError.Experiments.Paper.Claims.Initialization;

/// <summary>U, L and G of a network at initialisation, by name.</summary>
internal static class InitialQuantities
{
    public static IReadOnlyList<(string Name, Func<InitialMeasurement, double> Of)> All { get; } =
    [
        ("U", network => network.U),
        ("L", network => network.L),
        ("G", network => network.G),
    ];

    /// <summary>The same for A without the output bias, which loses the identity.</summary>
    public static IReadOnlyList<(string Name, Func<InitialMeasurement, double> Of)> WithoutOutputBias { get; } =
    [
        ("U", network => network.UWithoutOutputBias),
        ("L", network => network.LWithoutOutputBias),
        ("G", network => network.UWithoutOutputBias - network.LWithoutOutputBias),
    ];
}
