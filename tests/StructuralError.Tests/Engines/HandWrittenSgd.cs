using StructuralError.Core.Engines;
using StructuralError.Tests.Oracle;

namespace StructuralError.Tests.Engines;

/// <summary>v ← μ v + g + wd·θ, θ ← θ − lr·v over a plain vector, g from the oracle's loss gradients.</summary>
public sealed class HandWrittenSgd(RandomCase randomCase)
{
    private readonly ScalarEngine _oracle = randomCase.Oracle();

    public double[] Theta => _oracle.Theta;

    public double[] Velocity { get; } = new double[randomCase.Network.ParameterCount];

    /// <summary>How near the steps so far came to a kink.</summary>
    public double SmallestMargin { get; private set; } = double.PositiveInfinity;

    public void Step(in Batch batch, in SgdOptions sgd)
    {
        double[] gradient = new double[Theta.Length];
        foreach (int index in batch.Indices.Span)
        {
            ScalarSample sample = _oracle.Run(batch.Data, index);
            SmallestMargin = Math.Min(SmallestMargin, sample.KinkMargin);
            for (int p = 0; p < gradient.Length; p++)
            {
                gradient[p] += sample.LossGradient[p];
            }
        }

        for (int p = 0; p < gradient.Length; p++)
        {
            Velocity[p] = (sgd.Momentum * Velocity[p]) + (gradient[p] / batch.Count) + (sgd.WeightDecay * Theta[p]);
            Theta[p] -= sgd.LearningRate * Velocity[p];
        }
    }
}
