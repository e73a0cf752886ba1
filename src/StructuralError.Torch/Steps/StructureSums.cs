using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;
using StructuralError.Torch.Networks;
using static TorchSharp.torch;

namespace StructuralError.Torch.Steps;

/// <summary>
/// A as the sum of its layers' parts. The output layer's is φ·I, φ = ‖a‖² + 1: it is kept apart, as in the other engines, so that small eigenvalues of the rest
/// keep their digits.
/// </summary>
/// <param name="e">[n, C], float64.</param>
internal sealed class StructureSums(Network network, Tensor e)
{
    // Of an eigenvalue, relative to the largest.
    private const double Rounding = 1e-12;

    private readonly Tensor _rest = zeros([e.shape[0], e.shape[1], e.shape[1]], float64, e.device);
    private readonly Tensor _floor = zeros(e.shape[0], float64, e.device);
    private readonly double[][] _parts = new double[network.ParameterLayers.Length][];

    /// <param name="part">A⁽ˡ⁾, [n, C, C].</param>
    /// <param name="keepsPart">Whether the part is wanted too.</param>
    public void Add(ParameterLayer layer, Tensor part, bool keepsPart)
    {
        if (ReferenceEquals(layer, network.OutputLayer))
        {
            _floor.add_(part.select(1, 0).select(1, 0));
        }
        else
        {
            _rest.add_(part);
        }

        if (keepsPart)
        {
            _parts[layer.Index] = HostTensors.ToArray(part);
        }
    }

    /// <summary>vᵀ A v of one sample.</summary>
    public double QuadraticForm(int n, double[] vector)
    {
        using var scope = NewDisposeScope();
        Tensor v = tensor(vector).to(e.device);
        return ((_floor[n] * v.dot(v)) + v.dot(_rest[n].mv(v))).item<double>();
    }

    /// <param name="first">Place of the first sample.</param>
    public void CopyTo(Measurements into, int first)
    {
        int count = (int)e.shape[0], classes = into.Classes, size = classes * classes;
        Tensor norms = (_floor * (e * e).sum(1)) + e.unsqueeze(1).bmm(_rest).bmm(e.unsqueeze(2)).view(count);
        HostTensors.CopyTo(norms, into.GradientNorm.AsSpan(first, count));
        HostTensors.CopyTo(Eigenvalues(_rest, _floor.unsqueeze(1)), into.Eigenvalues.AsSpan(first * classes, count * classes));
        if (into.Level >= MeasurementLevel.Matrix)
        {
            Tensor a = _rest + (_floor.view(-1, 1, 1) * eye(classes, dtype: float64, device: e.device));
            HostTensors.CopyTo(a, into.A.AsSpan(first * size, count * size));
        }

        for (int layer = 0; into.Level >= MeasurementLevel.Layers && layer < _parts.Length; layer++)
        {
            for (int n = 0; n < count; n++)
            {
                _parts[layer].AsSpan(n * size, size).CopyTo(into.LayerA.AsSpan((((first + n) * _parts.Length) + layer) * size));
            }
        }
    }

    /// <summary><c>torch.linalg.eigvalsh</c>, which throws at the first matrix that is not finite and forgets the others.</summary>
    /// <param name="matrices">Positive semidefinite, [n, C, C], float64.</param>
    /// <param name="floor">What is added to every eigenvalue of a matrix, [n, 1].</param>
    /// <returns>Ascending, [n, C]; not a number for a matrix that is not finite.</returns>
    private static Tensor Eigenvalues(Tensor matrices, Tensor floor)
    {
        Tensor isFinite = matrices.isfinite().flatten(1).all(1);
        Tensor values = linalg.eigvalsh(where(isFinite.view(-1, 1, 1), matrices, zeros_like(matrices)));
        Tensor rounding = (values.select(1, -1).unsqueeze(1) + floor) * Rounding;

        // As in the other engines: what is negative within rounding is 0, and without a floor what is positive within rounding too.
        Tensor isZero = values.abs() <= rounding;
        values = where(isZero.logical_and((values < 0).logical_or(floor <= 0)), zeros_like(values), values) + floor;
        return where(isFinite.view(-1, 1), values, full_like(values, double.NaN));
    }
}
