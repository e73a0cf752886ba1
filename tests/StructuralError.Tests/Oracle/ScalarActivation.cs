using MathNet.Numerics;
using StructuralError.Core.Networks.Layers;

namespace StructuralError.Tests.Oracle;

/// <summary>y_i = φ(x_i) and its derivative φ′(x_i).</summary>
public sealed class ScalarActivation(ActivationKind kind) : ScalarNode
{
    private double[] _x = [];
    private bool[] _isActive = [];

    public override double[] Forward(double[] x, ScalarPass pass)
    {
        _x = x;
        return kind == ActivationKind.Relu ? Rectify(x, pass) : [.. x.Select(Value)];
    }

    public override double[] Backward(double[] dy, double[] gradient) =>
        [.. dy.Select((d, i) => d * (kind == ActivationKind.Relu ? (_isActive[i] ? 1 : 0) : Derivative(_x[i])))];

    private double[] Rectify(double[] x, ScalarPass pass)
    {
        double scale = x.Max(value => Math.Abs(value));
        _isActive = new bool[x.Length];
        double[] y = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            pass.Kinks.Add(x[i], scale);
            bool isOther = pass.Sides?.IsOther(x[i], scale) ?? false;
            _isActive[i] = x[i] > 0 != isOther;

            // On its other side a value is that of another rounding: above zero by about as much as it is below.
            y[i] = isOther ? Math.Max(0, -x[i]) : x[i] > 0 || double.IsNaN(x[i]) ? x[i] : 0;
        }

        return y;
    }

    private double Value(double x) => kind switch
    {
        ActivationKind.Tanh => Math.Tanh(x),
        ActivationKind.Sigmoid => 1 / (1 + Math.Exp(-x)),
        ActivationKind.Gelu => x * NormalDistribution(x),
        _ => throw new NotSupportedException($"activation {kind}"),
    };

    private double Derivative(double x) => kind switch
    {
        ActivationKind.Tanh => 1 - (Math.Tanh(x) * Math.Tanh(x)),
        ActivationKind.Sigmoid => Value(x) * (1 - Value(x)),
        ActivationKind.Gelu => NormalDistribution(x) + (x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI)),
        _ => throw new NotSupportedException($"activation {kind}"),
    };

    /// <summary>Φ(x) = erfc(−x/√2) / 2, which keeps its relative accuracy in the lower tail.</summary>
    private static double NormalDistribution(double x) => SpecialFunctions.Erfc(-x / Math.Sqrt(2)) / 2;
}
