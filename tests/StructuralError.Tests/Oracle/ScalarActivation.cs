using MathNet.Numerics;
using StructuralError.Networks;

namespace StructuralError.Tests.Oracle;

/// <summary>y_i = φ(x_i) and its derivative φ′(x_i).</summary>
public sealed class ScalarActivation(ActivationKind kind) : ScalarNode
{
    private double[] _x = [];

    public override double[] Forward(double[] x, ScalarPass pass)
    {
        _x = x;
        if (kind == ActivationKind.Relu)
        {
            double scale = x.Max(value => Math.Abs(value));
            foreach (double value in x)
            {
                pass.Kinks.Add(value, scale);
            }
        }

        return [.. x.Select(Value)];
    }

    public override double[] Backward(double[] dy, double[] gradient) => [.. dy.Select((d, i) => d * Derivative(_x[i]))];

    private double Value(double x) => kind switch
    {
        ActivationKind.Relu => x > 0 || double.IsNaN(x) ? x : 0,
        ActivationKind.Tanh => Math.Tanh(x),
        ActivationKind.Sigmoid => 1 / (1 + Math.Exp(-x)),
        ActivationKind.Gelu => x * NormalDistribution(x),
        _ => throw new NotSupportedException($"activation {kind}"),
    };

    private double Derivative(double x) => kind switch
    {
        ActivationKind.Relu => x > 0 ? 1 : 0,
        ActivationKind.Tanh => 1 - (Math.Tanh(x) * Math.Tanh(x)),
        ActivationKind.Sigmoid => Value(x) * (1 - Value(x)),
        ActivationKind.Gelu => NormalDistribution(x) + (x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI)),
        _ => throw new NotSupportedException($"activation {kind}"),
    };

    /// <summary>Φ(x) = erfc(−x/√2) / 2, which keeps its relative accuracy in the lower tail.</summary>
    private static double NormalDistribution(double x) => SpecialFunctions.Erfc(-x / Math.Sqrt(2)) / 2;
}
