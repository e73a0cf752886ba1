using StructuralError.Core.Engines;

namespace StructuralError.Tests.Oracle;

/// <summary>Nodes one after the other. In <see cref="Precision.F32"/> every value handed from node to node is rounded to float32.</summary>
public sealed class ScalarSequence(IReadOnlyList<ScalarNode> nodes, Precision precision) : ScalarNode
{
    public override double[] Forward(double[] x, ScalarPass pass)
    {
        foreach (ScalarNode node in nodes)
        {
            x = Rounding.ToPrecision(node.Forward(x, pass), precision);
        }

        return x;
    }

    public override double[] Backward(double[] dy, double[] gradient)
    {
        foreach (ScalarNode node in nodes.Reverse())
        {
            dy = Rounding.ToPrecision(node.Backward(dy, gradient), precision);
        }

        return dy;
    }
}
