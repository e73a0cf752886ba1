using FsCheck;
using FsCheck.Fluent;
using StructuralError.Core.Losses;
using StructuralError.Tests.Engines;
using Xunit;

namespace StructuralError.Tests.Losses;

/// <summary>What makes a Fenchel–Young loss one, for every loss and any logits and target.</summary>
public sealed class LossPropertyTests
{
    public static TheoryData<string> Losses => [.. Names];

    public static TheoryData<string> OnTheSimplex => [.. Names.Where(name => LossTable.Of(name).PredictsDistribution)];

    /// <summary>Ω is at least 1-strongly convex. Poisson's is not, perceptron's is 0.</summary>
    public static TheoryData<string> StronglyConvex => [.. Names.Except(["poisson", "perceptron"])];

    [Fact]
    public void All_EveryLossOfTheTable_IsDrawn() => Assert.All(LossTable.All, entry => Assert.Contains(LossDraw.All, name => entry.Read(name) is not null));

    [Theory]
    [MemberData(nameof(Losses))]
    public void Evaluate_AnyTarget_IsNotNegativeAndTheDefinition(string name) => ForEach(name, (loss, draw) =>
    {
        double value = LossDraw.Evaluate(loss, draw.Logits, draw.Target).Loss;
        double[] p = LossDraw.Predict(loss, draw.Logits);
        double conjugate = Dot(p, draw.Logits) - loss.Omega(p);
        double size = Math.Max(draw.Scale, Math.Abs(conjugate));
        Assert.True(value >= 0, $"{value} is negative");
        Numbers.AssertWithin([conjugate + loss.Omega(draw.Distribution) - Dot(draw.Distribution, draw.Logits)], [value], 1e-13 * size / Nearness(loss), "loss");
    });

    [Theory]
    [MemberData(nameof(Losses))]
    public void Evaluate_AnyTarget_ErrorIsTargetMinusPrediction(string name) => ForEach(name, (loss, draw) =>
    {
        (double value, double[] error, double fittingError) = LossDraw.Evaluate(loss, draw.Logits, draw.Target);
        double[] p = LossDraw.Predict(loss, draw.Logits);
        double tolerance = 1e-14 * Math.Max(1, Numbers.Largest(p));
        Numbers.AssertWithin([.. draw.Distribution.Zip(p, (q, value) => q - value)], error, tolerance, "error");
        Numbers.AssertClose(error.Sum(e => e * e), fittingError, 1e-14, "fitting error");
        Numbers.AssertClose(p.Sum(value => value * value), loss.SquaredPrediction(draw.Logits), 1e-15, "squared prediction");
        if (draw.Target.IsOneHot)
        {
            double expected = p.Sum(value => value * value);
            Numbers.AssertClose(expected, loss.SquaredPrediction(draw.Logits, value, fittingError), 1e-13, "squared prediction of a one-hot target");
        }
    });

    [Theory]
    [MemberData(nameof(Losses))]
    public void Evaluate_TargetIsThePrediction_IsZero(string name) => ForEach(name, (loss, draw) =>
    {
        double[] p = LossDraw.Predict(loss, draw.Logits);
        (double value, double[] error, double fittingError) = LossDraw.Evaluate(loss, draw.Logits, new Target(LargestLogit.Of(p), p));
        Numbers.AssertWithin([0], [value], 1e-14 * draw.Scale * Math.Max(1, p.Sum()) / Nearness(loss), "loss");
        Numbers.AssertWithin(new double[draw.Classes], error, 1e-15 * Math.Max(1, Numbers.Largest(p)), "error");
        Numbers.AssertAtMost(fittingError, 1e-28 * Math.Max(1, p.Sum() * p.Sum()), "fitting error");
    });

    /// <summary>∇_f d = p − q. At a tie the perceptron has no gradient.</summary>
    [Theory]
    [MemberData(nameof(Losses))]
    public void Evaluate_AnyTarget_ErrorIsMinusTheGradient(string name) => ForEach(name, (loss, draw) =>
    {
        const double Distance = 1e-5;
        double[] error = LossDraw.Evaluate(loss, draw.Logits, draw.Target).Error, sorted = [.. draw.Logits.OrderDescending()];
        if (!loss.IsStrictlyConvex && sorted[0] - sorted[1] < 3 * Distance)
        {
            return;
        }

        double[] differences = Differences(draw.Logits, Distance, logits => [LossDraw.Evaluate(loss, logits, draw.Target).Loss]);

        // Where p has a kink between the two points, the difference is off by Distance times the change of its slope.
        Numbers.AssertWithin(differences, [.. error.Select(e => -e)], 2 * Distance * Math.Max(1, draw.Scale * Numbers.Largest(error)), "gradient");
    });

    /// <summary>∇²Ω* = ∂p/∂f. Where the support of p changes between the two points there is none.</summary>
    [Theory]
    [MemberData(nameof(Losses))]
    public void FactorCurvature_AnyLogits_IsAFactorOfTheDerivativeOfThePrediction(string name) => ForEach(name, (loss, draw) =>
    {
        const double Distance = 1e-6;
        int classes = draw.Classes;
        double[] factor = new double[classes * classes], curvature = new double[classes * classes];
        loss.FactorCurvature(draw.Logits, factor);
        for (int i = 0; i < curvature.Length; i++)
        {
            curvature[i] = Enumerable.Range(0, classes).Sum(k => factor[(i / classes * classes) + k] * factor[(i % classes * classes) + k]);
        }

        bool isKinked = false;
        double[] differences = Differences(draw.Logits, Distance, logits =>
        {
            double[] p = LossDraw.Predict(loss, logits);
            isKinked |= !p.Select(value => value < 1e-4).SequenceEqual(LossDraw.Predict(loss, draw.Logits).Select(value => value < 1e-4));
            return p;
        });
        if (!isKinked)
        {
            Numbers.AssertWithin(curvature, differences, 1e-3 * Math.Max(1, Numbers.Largest(curvature)), "curvature");
        }
    });

    [Theory]
    [MemberData(nameof(OnTheSimplex))]
    public void Evaluate_LogitsShifted_IsTheSame(string name) => ForEach(name, (loss, draw) =>
    {
        double[] p = LossDraw.Predict(loss, draw.Logits);
        Numbers.AssertWithin([1], [p.Sum()], 1e-14, "sum of p");
        Assert.All(p, value => Assert.InRange(value, 0, 1));
        double shift = 100 * draw.Normal();
        (double value, double[] error, _) = LossDraw.Evaluate(loss, draw.Logits, draw.Target);
        (double shifted, double[] shiftedError, _) = LossDraw.Evaluate(loss, [.. draw.Logits.Select(f => f + shift)], draw.Target);
        double rounding = 1e-13 * Math.Max(draw.Scale, Math.Abs(shift));
        Numbers.AssertWithin([value], [shifted], rounding, "loss");
        Numbers.AssertWithin(error, shiftedError, rounding, "error");
    });

    [Theory]
    [MemberData(nameof(StronglyConvex))]
    public void Predict_TwoLogits_AreNoFartherApartThanTheyAre(string name) => ForEach(name, (loss, draw) =>
    {
        double[] other = [.. draw.Logits.Select(f => f + (0.1 * draw.Normal()))];
        double ofLogits = draw.Logits.Zip(other, (a, b) => (a - b) * (a - b)).Sum();
        double ofPredictions = LossDraw.Predict(loss, draw.Logits).Zip(LossDraw.Predict(loss, other), (a, b) => (a - b) * (a - b)).Sum();
        Numbers.AssertAtMost(ofPredictions, ofLogits * (1 + 1e-12), "squared distance of predictions");
    });

    [Theory]
    [MemberData(nameof(Losses))]
    public void Predict_AnyLogits_HasTheirOrder(string name) => ForEach(name, (loss, draw) =>
    {
        double[] p = LossDraw.Predict(loss, draw.Logits);
        Assert.Equal(p.Max(), p[LargestLogit.Of(draw.Logits)]);
    });

    [Theory]
    [MemberData(nameof(Losses))]
    public void EvaluateScaled_AnyTarget_IsTheErrorWithoutItsSize(string name) => ForEach(name, (loss, draw) =>
    {
        (_, double[] error, double fittingError) = LossDraw.Evaluate(loss, draw.Logits, draw.Target);
        double[] scaled = new double[draw.Classes];
        double scale = Math.Exp(loss.EvaluateScaled(draw.Logits, draw.Target, scaled, out double squaredNorm));
        Numbers.AssertClose(error, [.. scaled.Select(value => value * scale)], 1e-13, "error");
        Numbers.AssertClose(fittingError, squaredNorm * scale * scale, 1e-13, "fitting error");
    });

    [Theory]
    [MemberData(nameof(Losses))]
    public void Evaluate_OneHotDistribution_HasTheBitsOfTheLabel(string name) => ForEach(name, (loss, draw) =>
    {
        double[] oneHot = [.. Enumerable.Range(0, draw.Classes).Select(c => c == draw.Label ? 1.0 : 0)];
        (double value, double[] error, double fittingError) = LossDraw.Evaluate(loss, draw.Logits, draw.Label);
        (double other, double[] otherError, double otherFittingError) = LossDraw.Evaluate(loss, draw.Logits, new Target(draw.Label, oneHot));
        Numbers.AssertSameBits([value, fittingError], [other, otherFittingError], "loss and fitting error");
        Numbers.AssertSameBits(error, otherError, "error");
    });

    [Theory]
    [MemberData(nameof(Losses))]
    public void Evaluate_LogitThatIsNoNumber_IsNotFinite(string name)
    {
        ILoss loss = LossTable.Of(name);
        foreach (double bad in (double[])[double.NaN, double.PositiveInfinity])
        {
            for (int c = 0; c < 3; c++)
            {
                double[] logits = [0.5, -1, 2];
                logits[c] = bad;
                Assert.False(double.IsFinite(LossDraw.Evaluate(loss, logits, 1).Loss), $"class {c} is {bad}");
            }
        }
    }

    private static IEnumerable<string> Names => [.. LossDraw.All, "entmax:1.0000001"];

    private static void ForEach(string name, Action<ILoss, LossDraw> check)
    {
        ILoss loss = LossTable.Of(name);
        Prop.ForAll<int>(seed => check(loss, new LossDraw(seed))).QuickCheckThrowOnFailure();
    }

    /// <summary>α − 1 of the family: near softmax, Ω itself is a difference that loses digits. 1 for other losses.</summary>
    private static double Nearness(ILoss loss) => loss is Entmax entmax ? entmax.Alpha - 1 : 1;

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x == 0 ? 0 : x * y).Sum();

    /// <summary>Central differences by each logit, [logit, value].</summary>
    private static double[] Differences(double[] logits, double distance, Func<double[], double[]> of)
    {
        var all = new List<double>();
        for (int c = 0; c < logits.Length; c++)
        {
            double[] above = [.. logits], below = [.. logits];
            above[c] += distance;
            below[c] -= distance;
            all.AddRange(of(above).Zip(of(below), (a, b) => (a - b) / (2 * distance)));
        }

        return [.. all];
    }
}
