using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Tests.Engines;
using Xunit;

namespace StructuralError.Tests.Data;

public sealed class LabelSettingsTests
{
    private const int Classes = 10;

    [Fact]
    public void Apply_Nothing_IsTheSameData()
    {
        Dataset data = Labelled(30);
        Assert.Same(data, LabelSettings.AsTheyAre.Apply(data, Classes));
        Assert.Same(data, new LabelSettings { Seed = 3 }.Apply(data, Classes));
    }

    [Fact]
    public void Apply_Limit_KeepsTheFirstSamplesAndTheirPixels()
    {
        Dataset data = Labelled(30), first = new LabelSettings { Limit = 7 }.Apply(data, Classes);
        Assert.Equal(data.Labels[..7], first.Labels);
        Assert.False(first.IsSoft);
        Assert.Equal(7 * 4, first.Bytes.Length);
        float[] expected = new float[4], actual = new float[4];
        data.CopySample(6, expected);
        first.CopySample(6, actual);
        Assert.Equal(expected, actual);
        Assert.Throws<ArgumentOutOfRangeException>(() => first.CopySample(7, actual));
    }

    [Fact]
    public void Apply_Noise_DrawsOneLabelASampleThatIsAnotherInThatShareAndEachOtherAlike()
    {
        Dataset data = Labelled(50_000), noisy = new LabelSettings { Noise = 0.2 }.Apply(data, Classes);
        Assert.False(noisy.IsSoft);
        int[] shifts = new int[Classes];
        for (int n = 0; n < data.Count; n++)
        {
            shifts[(noisy.Labels[n] - data.Labels[n] + Classes) % Classes]++;
        }

        // Five standard deviations of a binomial count.
        AssertCount(0.8, shifts[0]);
        Assert.All(shifts.Skip(1), count => AssertCount(0.2 / 9, count));

        void AssertCount(double share, int count) => Assert.Equal(share * data.Count, count, 5 * Math.Sqrt(share * (1 - share) * data.Count));
    }

    [Fact]
    public void Apply_MoreNoise_ChangesTheSamplesThatLessChangesAndMore()
    {
        Dataset data = Labelled(2000);
        HashSet<int> little = Changed(0.1), much = Changed(0.4);
        Assert.InRange(little.Count, 100, 300);
        Assert.InRange(much.Count, 600, 1000);
        Assert.Subset(much, little);

        HashSet<int> Changed(double noise)
        {
            byte[] labels = new LabelSettings { Noise = noise }.Apply(data, Classes).Labels;
            return [.. Enumerable.Range(0, data.Count).Where(n => labels[n] != data.Labels[n])];
        }
    }

    /// <summary>With η = 0.2 and ten classes 1 − ‖q_x‖² is 0.3556.</summary>
    [Fact]
    public void Apply_NoDraws_TargetIsTheDistribution()
    {
        Dataset data = Labelled(12), soft = new LabelSettings { Noise = 0.2, Copies = 0 }.Apply(data, Classes);
        Assert.Equal(data.Labels, soft.Labels);
        Assert.Equal(Classes, soft.TargetClasses);
        for (int n = 0; n < data.Count; n++)
        {
            double[] q = soft.TargetOf(n).ToArray();
            Assert.Equal(0.8, q[data.Labels[n]], 1e-15);
            Assert.All(q.Where((_, c) => c != data.Labels[n]), value => Assert.Equal(0.2 / 9, value, 1e-15));
            Assert.Equal(0.3556, 1 - q.Sum(value => value * value), 5e-5);
        }
    }

    [Fact]
    public void Apply_Copies_TargetsAreFrequenciesThatTendToTheDistribution()
    {
        Dataset data = Labelled(40);
        Dataset known = new LabelSettings { Noise = 0.3, Copies = 0 }.Apply(data, Classes), counted = new LabelSettings { Noise = 0.3, Copies = 20_000 }.Apply(data, Classes);
        for (int n = 0; n < data.Count; n++)
        {
            double[] q = counted.TargetOf(n).ToArray();
            Assert.Equal(1, q.Sum(), 1e-12);
            Assert.Equal(Array.IndexOf(q, q.Max()), counted.Labels[n]);
            Numbers.AssertWithin(known.TargetOf(n), q, 0.02, $"sample {n}");
        }
    }

    [Fact]
    public void Apply_FourCopies_AreQuartersAndTheFirstIsThatOfOneDraw()
    {
        Dataset data = Labelled(300);
        Dataset one = new LabelSettings { Noise = 0.5 }.Apply(data, Classes), four = new LabelSettings { Noise = 0.5, Copies = 4 }.Apply(data, Classes);
        for (int n = 0; n < data.Count; n++)
        {
            double[] q = four.TargetOf(n).ToArray();
            Assert.All(q, value => Assert.Equal(value * 4, Math.Round(value * 4)));
            Assert.True(q[one.Labels[n]] > 0, $"sample {n}: its first label is not among the four");
            Assert.Equal(Array.IndexOf(q, q.Max()), four.Labels[n]);
        }
    }

    [Fact]
    public void Apply_Smoothing_SpreadsAShareOverAllClasses()
    {
        Dataset data = Labelled(11), smooth = new LabelSettings { Smoothing = 0.1 }.Apply(data, Classes);
        Assert.Equal(data.Labels, smooth.Labels);
        for (int n = 0; n < data.Count; n++)
        {
            double[] expected = [.. Enumerable.Range(0, Classes).Select(c => c == data.Labels[n] ? 0.91 : 0.01)];
            Numbers.AssertWithin(expected, smooth.TargetOf(n), 1e-15, $"sample {n}");
        }
    }

    [Fact]
    public void Apply_SmoothingOfNoise_SmoothsTheDrawnLabel()
    {
        Dataset data = Labelled(200);
        byte[] drawn = new LabelSettings { Noise = 0.5 }.Apply(data, Classes).Labels;
        Dataset smooth = new LabelSettings { Noise = 0.5, Smoothing = 0.1 }.Apply(data, Classes);
        Assert.Equal(drawn, smooth.Labels);
        Assert.All(Enumerable.Range(0, data.Count), n => Assert.Equal(0.91, smooth.TargetOf(n)[drawn[n]], 1e-15));
    }

    [Fact]
    public void Apply_RowsOfAFile_AreTheDistributionThatLabelsAreDrawnFrom()
    {
        double[] rows = [0.5, 0, 0.5, 0, 1, 0];
        Dataset data = Labelled(2, 3).WithLabels([2, 1], rows);
        var asTheyAre = new LabelSettings { FromFile = true };
        Assert.Same(data, asTheyAre.Apply(data, 3));
        Dataset drawn = (asTheyAre with { Copies = 1000 }).Apply(data, 3);
        Assert.InRange(drawn.TargetOf(0)[0], 0.4, 0.6);
        Assert.Equal(0, drawn.TargetOf(0)[1]);
        Assert.Equal([0, 1, 0], drawn.TargetOf(1).ToArray());
        Dataset noisy = (asTheyAre with { Noise = 0.2, Copies = 0 }).Apply(data, 3);
        Numbers.AssertWithin([0.45, 0.1, 0.45], noisy.TargetOf(0), 1e-15, "0.8 q + 0.2 (1 − q) / 2");
        Numbers.AssertWithin([0.1, 0.8, 0.1], noisy.TargetOf(1), 1e-15, "0.8 q + 0.2 (1 − q) / 2");
    }

    [Fact]
    public void Apply_SeedOfTheDraws_ChangesThem()
    {
        Dataset data = Labelled(300);
        byte[] first = Labels(0);
        Assert.Equal(first, Labels(0));
        Assert.NotEqual(first, Labels(1));

        byte[] Labels(long seed) => new LabelSettings { Noise = 0.5, Seed = seed }.Apply(data, Classes).Labels;
    }

    [Fact]
    public void Apply_NotEnough_Throws()
    {
        Assert.Throws<ArgumentException>(() => new LabelSettings { Limit = 6 }.Apply(Labelled(5), Classes));
        Assert.Throws<ArgumentException>(() => new LabelSettings { Noise = 0.1 }.Apply(Labelled(5, 1), 1));
    }

    [Fact]
    public void Apply_Cancelled_EndsBeforeTheNextSample() => Assert.Throws<OperationCanceledException>(
        () => new LabelSettings { Noise = 0.5, Copies = LabelSettings.MostCopies }.Apply(Labelled(100_000), Classes, new CancellationToken(canceled: true)));

    private static Dataset Labelled(int count, int classes = Classes)
    {
        byte[] pixels = new byte[count * 4];
        new System.Random(count).NextBytes(pixels);
        return new Dataset("tiny", TensorShape.Image(1, 2, 2), pixels, [.. Enumerable.Range(0, count).Select(n => (byte)(n * 7 % classes))]);
    }
}
