using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Losses;
using StructuralError.Torch.Networks;
using static TorchSharp.torch;

namespace StructuralError.Torch.Steps;

/// <summary>What the loss says of each sample, in float64 on the host.</summary>
internal sealed class BatchRows(int classes, ILoss loss)
{
    /// <param name="logits">f, [n, C].</param>
    /// <param name="first">Place of the first sample in <paramref name="into"/>.</param>
    /// <returns>e = q − p, [n, C], float64.</returns>
    public Tensor Loss(Tensor logits, Dataset data, ReadOnlySpan<int> indices, int first, Measurements into)
    {
        double[] f = HostTensors.ToArray(logits), e = new double[f.Length];
        bool structure = into.Level >= MeasurementLevel.Structure;
        for (int n = 0; n < indices.Length; n++)
        {
            ReadOnlySpan<double> own = f.AsSpan(n * classes, classes);
            var target = Target.Of(data, indices[n]);
            into.Loss[first + n] = loss.Evaluate(own, in target, e.AsSpan(n * classes, classes), out double fittingError);
            into.Correct[first + n] = LargestLogit.IsAt(target.Label, own);
            if (structure)
            {
                into.FittingError[first + n] = fittingError;
                own.CopyTo(into.Logits.AsSpan((first + n) * classes));
            }
        }

        return tensor(e).view(indices.Length, classes);
    }

    /// <summary>ln E_f and ln ‖∇loss‖² of the samples whose E_f is too small for float64, from e without its size.</summary>
    /// <param name="first">Place of the first sample in <paramref name="into"/>, which has logits and fitting errors already.</param>
    public void Logarithms(Dataset data, ReadOnlySpan<int> indices, int first, StructureSums structure, Measurements into)
    {
        double[] scaled = new double[classes];
        for (int n = 0; n < indices.Length; n++)
        {
            if (into.FittingError[first + n] < Measurements.SmallFittingError)
            {
                ReadOnlySpan<double> own = into.Logits.AsSpan((first + n) * classes, classes);
                double logScale = 2 * loss.EvaluateScaled(own, Target.Of(data, indices[n]), scaled, out double squaredNorm);
                into.SmallLogFittingError[first + n] = logScale + Math.Log(squaredNorm);
                into.SmallLogGradientNorm[first + n] = logScale + Math.Log(Math.Max(0, structure.QuadraticForm(n, scaled)));
            }
        }
    }
}
