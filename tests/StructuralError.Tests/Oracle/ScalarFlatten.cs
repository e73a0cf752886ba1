namespace StructuralError.Tests.Oracle;

/// <summary>The same values, read as a vector.</summary>
public sealed class ScalarFlatten : ScalarNode
{
    public override double[] Forward(double[] x, ScalarPass pass) => x;

    public override double[] Backward(double[] dy, double[] gradient) => dy;
}
