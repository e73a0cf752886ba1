using StructuralError.Core.Engines;
using StructuralError.Core.Networks;

namespace StructuralError.Experiments.SelfCheck;

/// <summary>
/// What holds on every sample whatever the network. Index letters: n sample, c class, l layer. Each check takes the worst of all samples of all networks,
/// so that an engine is held to it on every type of layer.
/// </summary>
internal sealed class IdentityChecks(EngineFactory device)
{
    public IEnumerable<Check> All() => Limits.Precisions.SelectMany(precision => (Check[])
    [
        Of("A is symmetric", precision, Limits.OfSums, MeasuredIdentities.Asymmetry),
        Of("eigenvalues sum to trace A, ascend, and are not negative", precision, Limits.OfBounds(precision), MeasuredIdentities.Eigenvalues),
        Of("the layers' parts sum to A", precision, Limits.OfSums, MeasuredIdentities.LayerSum),
        Of("Theorem 3: λ_min E_f ≤ ‖∇loss‖² ≤ λ_max E_f", precision, Limits.OfBounds(precision), MeasuredIdentities.Theorem3),
        Of("λ_min ≥ 1 where the output layer has a bias", precision, Limits.OfBounds(precision), MeasuredIdentities.Floor),
        OfGradient("gradient norm is that of the training gradient", precision, identities => identities.GradientNorm),
        OfGradient("A is that of the training gradients of all labels", precision, identities => identities.StructuralMatrix),
        OfGradient("the mean of the samples' gradients is the batch's", precision, identities => identities.Mean),
    ]).Append(Across(
        "gradient is the loss's derivative", Precision.F64, GradientIdentities.DifferenceLimit, new GradientIdentities(device, Precision.F64).Derivative));

    private Check Of(string name, Precision precision, double limit, Func<Network, Measurements, int, double> identity) =>
        Across(name, precision, limit, network =>
        {
            using IEngine engine = network.Engine(device, precision);
            Measurements measured = network.Measurements(MeasurementLevel.Layers);
            engine.Measure(network.Whole(), measured);
            return Deviation.Largest([.. Enumerable.Range(0, measured.Count).Select(n => identity(network.Network, measured, n))]);
        });

    private Check OfGradient(string name, Precision precision, Func<GradientIdentities, Func<SampleNetwork, double>> identity) =>
        Across(name, precision, Limits.OfMeasurements(precision), identity(new GradientIdentities(device, precision)));

    private static Check Across(string name, Precision precision, double limit, Func<SampleNetwork, double> deviation) =>
        new("identity", $"{name}, {Limits.Name(precision)}", limit, () => Deviation.Largest([.. SampleNetwork.All.Select(deviation)]));
}
