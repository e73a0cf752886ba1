namespace StructuralError.Tests.Oracle;

/// <summary>
/// Smallest relative distance of a sample from a kink: of a ReLU's input from zero, of a pooling window's winner from the runner-up,
/// each against the largest value of that layer. A comparison of two precisions, or of two sides of a finite difference, means something only away from kinks.
/// </summary>
public sealed class KinkMargin
{
    public double Smallest { get; private set; } = double.PositiveInfinity;

    /// <summary>Exact zeros and exact ties stand for equal values in every precision (several ReLU outputs of zero), and are left out.</summary>
    public void Add(double distance, double scale)
    {
        if (distance != 0)
        {
            Smallest = Math.Min(Smallest, Math.Abs(distance) / scale);
        }
    }
}
