using StructuralError.Core.Engines;
using StructuralError.Core.Losses;

namespace StructuralError.Core.Structure;

/// <summary>What becomes of the samples of a step in one number. Sums run in the order of the samples.</summary>
/// <param name="Add">Goes on with the sum of the samples before.</param>
/// <param name="Finish">The value of a sum over so many samples.</param>
/// <param name="Start">The sum of no samples.</param>
internal sealed record StepSum(Func<double, Measurements, StepContext, double> Add, Func<double, int, double> Finish, double Start = 0)
{
    internal delegate SampleValues Selector(Measurements measured);

    /// <summary>Whether samples that are fitted exactly are left out, where they are counted. The sum is then over the others, and so is its mean.</summary>
    public bool LeavesExactFitsOut { get; init; }

    /// <summary>The mean over the samples.</summary>
    public static StepSum Mean(Selector values) => new((sum, measured, _) => Sum(sum, values(measured)), Divide);

    /// <summary>The share of the samples for which something is true.</summary>
    public static StepSum Share(Func<Measurements, bool[]> flags) =>
        new((sum, measured, _) => sum + flags(measured).AsSpan(0, measured.Count).Count(true), Divide);

    /// <summary>The mean of the logarithms of what is 0 where a sample is fitted exactly.</summary>
    public static StepSum MeanLog(Selector values) =>
        new((sum, measured, context) => context.CountsExactFits ? SumOfInexact(sum, measured, values(measured)) : SumOfLogs(sum, values(measured)), Divide)
        {
            LeavesExactFitsOut = true,
        };

    /// <summary>Minus the mean of the logarithms. Subtracted, so that values of exactly 1 give 0 and not −0.</summary>
    public static StepSum MinusMeanLog(Selector values) => new((sum, measured, _) => SumOfLogs(sum, values(measured)), Minus);

    /// <summary>The same over the samples that are not fitted exactly.</summary>
    public static StepSum MinusMeanLogOfInexact(Selector values) => new((sum, measured, _) => SumOfInexact(sum, measured, values(measured)), Minus)
    {
        LeavesExactFitsOut = true,
    };

    /// <summary>The logarithm of the mean.</summary>
    public static StepSum LogMean(Selector values) => new((sum, measured, _) => LogarithmicSum.Add(sum, values(measured)), LogarithmicSum.LogMean);

    /// <summary>The smallest value; NaN where one is NaN.</summary>
    public static StepSum Smallest(Selector values) => new((least, measured, _) => Min(least, values(measured)), (least, _) => least, double.PositiveInfinity);

    /// <summary>The largest value; NaN where one is NaN.</summary>
    public static StepSum Largest(Selector values) => new((most, measured, _) => Max(most, values(measured)), (most, _) => most, double.NegativeInfinity);

    /// <summary>A number of samples.</summary>
    /// <param name="count">Those of a batch; its second argument is what Theorem 3 is allowed.</param>
    public static StepSum Count(Func<Measurements, double, int> count) =>
        new((sum, measured, context) => sum + count(measured, context.Tolerance), (sum, _) => sum);

    /// <summary>The mean of a number that follows from a sample's measurements.</summary>
    public static StepSum Mean(Func<Measurements, int, StepContext, double> value) =>
        new((sum, measured, context) => Sum(sum, measured, context, value), Divide);

    /// <summary>A number of the whole batch; NaN where it was not measured.</summary>
    public static StepSum OfBatch(Func<Measurements, double?> value) => new((_, measured, _) => value(measured) ?? double.NaN, (value, _) => value);

    private static double Divide(double sum, int samples) => sum / samples;

    private static double Minus(double sum, int samples) => (0 - sum) / samples;

    private static double Sum(double sum, SampleValues values)
    {
        for (int n = 0; n < values.Count; n++)
        {
            sum += values[n];
        }

        return sum;
    }

    private static double Sum(double sum, Measurements measured, StepContext context, Func<Measurements, int, StepContext, double> value)
    {
        for (int n = 0; n < measured.Count; n++)
        {
            sum += value(measured, n, context);
        }

        return sum;
    }

    private static double SumOfLogs(double sum, SampleValues values)
    {
        for (int n = 0; n < values.Count; n++)
        {
            sum += values.Log(n);
        }

        return sum;
    }

    private static double SumOfInexact(double sum, Measurements measured, SampleValues values)
    {
        for (int n = 0; n < values.Count; n++)
        {
            sum += measured.IsExactFit(n) ? 0 : values.Log(n);
        }

        return sum;
    }

    private static double Min(double least, SampleValues values)
    {
        for (int n = 0; n < values.Count; n++)
        {
            least = Math.Min(least, values[n]);
        }

        return least;
    }

    private static double Max(double most, SampleValues values)
    {
        for (int n = 0; n < values.Count; n++)
        {
            most = Math.Max(most, values[n]);
        }

        return most;
    }
}

/// <summary>What sums over samples have to know of the run.</summary>
/// <param name="Tolerance">What Theorem 3 is allowed.</param>
/// <param name="Loss">What is trained for.</param>
/// <param name="IsSoft">Whether targets may be other than one-hot.</param>
internal readonly record struct StepContext(double Tolerance, ILoss Loss, bool IsSoft)
{
    /// <summary>
    /// Whether samples that are fitted exactly, E_f = 0, are counted, and left out of means of logarithms. Otherwise there are none, unless E_f is too small
    /// for an engine that does not measure its logarithm: that is ln 0 = −∞.
    /// </summary>
    public bool CountsExactFits => Loss.FitsExactly || IsSoft;
}
