namespace StructuralError.Core.Losses;

/// <summary>Takes the size out of an error.</summary>
internal static class ScaledError
{
    /// <summary>Writes e, divided by s = max |e_c|.</summary>
    /// <param name="squaredNorm">‖e / s‖²; 0 where e is 0.</param>
    /// <returns>ln s; −∞ where e is 0.</returns>
    public static double Of(ILoss loss, ReadOnlySpan<double> logits, in Target target, Span<double> error, out double squaredNorm)
    {
        loss.Evaluate(logits, in target, error, out _);
        double largest = 0;
        foreach (double value in error)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        squaredNorm = 0;
        for (int c = 0; largest > 0 && c < error.Length; c++)
        {
            error[c] /= largest;
            squaredNorm += error[c] * error[c];
        }

        return largest > 0 ? Math.Log(largest) : double.NegativeInfinity;
    }
}
