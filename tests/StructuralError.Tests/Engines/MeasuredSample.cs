using StructuralError.Core.Engines;
using StructuralError.Core.Networks;

namespace StructuralError.Tests.Engines;

/// <summary>One sample of a batch an engine has measured, beside what the oracle says of it.</summary>
public sealed class MeasuredSample(RandomCase randomCase, Measurements measured, int position)
{
    private readonly int _square = measured.Classes * measured.Classes;

    public Network Network => randomCase.Network;

    public int Classes => measured.Classes;

    public double FittingError => measured.FittingError[position];

    public double GradientNorm => measured.GradientNorm[position];

    public ReadOnlySpan<double> Eigenvalues => measured.Eigenvalues.AsSpan(position * Classes, Classes);

    public ReadOnlySpan<double> A => measured.A.AsSpan(position * _square, _square);

    /// <summary>All layers' parts. [l, c, c]</summary>
    public ReadOnlySpan<double> LayerA => measured.LayerA.AsSpan(position * measured.LayerCount * _square, measured.LayerCount * _square);

    /// <summary>Σ_c ‖∇f_c‖², from the oracle's Jacobian.</summary>
    public double OracleSquaredClassGradients => randomCase.SquaredClassGradients[position];

    /// <summary>‖∂loss/∂θ‖², from the oracle's loss gradient.</summary>
    public double OracleGradientNorm => randomCase.Expected.GradientNorm[position];

    /// <summary>First entry of A⁽ˡ⁾ as the engine measured it.</summary>
    public double FirstOfLayer(int layer) => FirstOfLayer(measured, layer);

    /// <summary>First entry of A⁽ˡ⁾ from the oracle's Jacobian.</summary>
    public double OracleFirstOfLayer(int layer) => FirstOfLayer(randomCase.Expected, layer);

    private double FirstOfLayer(Measurements source, int layer) => source.LayerA[((position * source.LayerCount) + layer) * _square];
}
