using StructuralError.Core.Losses;

namespace StructuralError.Tests.Losses;

/// <summary>Logits and a target made from a seed alone.</summary>
internal sealed class LossDraw
{
    /// <summary>A loss of each kind, and more than one of the family.</summary>
    public static readonly string[] All =
        ["softmax", "squared", "sparsemax", "entmax:1.01", "entmax:1.25", "entmax:1.5", "entmax:1.9", "ova-logistic", "poisson", "perceptron"];

    public LossDraw(int seed)
    {
        Random = new System.Random(seed);
        int classes = 2 + Random.Next(11);
        double scale = Math.Exp((4 * Random.NextDouble()) - 2);
        Logits = [.. Enumerable.Range(0, classes).Select(_ => scale * Normal())];
        Label = Random.Next(classes);
        Distribution = Random.Next(3) switch
        {
            0 => [.. Enumerable.Range(0, classes).Select(c => c == Label ? 1.0 : 0)],
            1 => Normalized([.. Enumerable.Range(0, classes).Select(_ => Random.NextDouble() + 1e-3)]),
            _ => Normalized([.. Enumerable.Range(0, classes).Select(c => c == Label || Random.Next(2) == 0 ? Random.NextDouble() + 0.1 : 0)]),
        };
    }

    public System.Random Random { get; }

    public double[] Logits { get; }

    public int Label { get; }

    /// <summary>q: one-hot, positive throughout, or with zeros.</summary>
    public double[] Distribution { get; }

    public int Classes => Logits.Length;

    public Target Target => new(Label, Distribution);

    /// <summary>The largest logit, by size, or 1: what rounding is a share of.</summary>
    public double Scale => Math.Max(1, Logits.Max(Math.Abs));

    /// <summary>The loss, with e and E_f.</summary>
    public static (double Loss, double[] Error, double FittingError) Evaluate(ILoss loss, double[] logits, in Target target)
    {
        double[] error = new double[logits.Length];
        double value = loss.Evaluate(logits, in target, error, out double fittingError);
        return (value, error, fittingError);
    }

    public static double[] Predict(ILoss loss, double[] logits)
    {
        double[] p = new double[logits.Length];
        loss.Predict(logits, p);
        return p;
    }

    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Random.NextDouble())) * Math.Cos(2 * Math.PI * Random.NextDouble());

    private static double[] Normalized(double[] values) => [.. values.Select(value => value / values.Sum())];
}
