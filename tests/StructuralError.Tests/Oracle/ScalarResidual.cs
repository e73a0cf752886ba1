namespace StructuralError.Tests.Oracle;

/// <summary>y = x + block(x).</summary>
public sealed class ScalarResidual(ScalarSequence block) : ScalarNode
{
    public override double[] Forward(double[] x, ScalarPass pass) => Sum(x, block.Forward(x, pass));

    public override double[] Backward(double[] dy, double[] gradient) => Sum(dy, block.Backward(dy, gradient));

    private static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (left, right) => left + right)];
}
