using MathNet.Numerics;
using StructuralError.Core.Statistics;
using Xunit;

namespace StructuralError.Tests.Analysis;

public sealed class StillWindowTests
{
    [Fact]
    public void Changes_NoisySeries_AreTheRiseOfMathNetsLine()
    {
        var random = new System.Random(5);
        double[] values = [.. Enumerable.Range(0, 220).Select(t => Math.Sin(t / 40.0) + random.NextDouble())], changes = StillWindow.Changes(values);
        Assert.Equal(4, changes.Length);
        double[] rows = [.. Enumerable.Range(0, StillWindow.Rows).Select(i => (double)i)];
        for (int window = 0; window < changes.Length; window++)
        {
            double slope = Fit.Line(rows, values[(window * StillWindow.Rows)..((window + 1) * StillWindow.Rows)]).Item2;
            Assert.Equal(49 * Math.Abs(slope), changes[window], 12);
        }
    }

    [Fact]
    public void Of_FallThenLevel_TellsTheTwoApart()
    {
        double[] values = [.. Enumerable.Range(0, 500).Select(t => -Math.Min(t, 100) + (0.5 * Math.Sin(37 * t)))];
        Assert.Equal([false, false, true, true, true, true, true, true, true, true], StillWindow.Of(values));
    }

    [Fact]
    public void Of_RowsBeyondTheLastWholeWindow_AreLeftOut() => Assert.Equal(2, StillWindow.Of(new double[149]).Length);
}
