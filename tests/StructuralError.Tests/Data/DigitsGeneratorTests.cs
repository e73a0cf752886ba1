using StructuralError.Core.Data;
using StructuralError.Core.RandomNumbers;
using StructuralError.Experiments.Datasets;
using Xunit;

namespace StructuralError.Tests.Data;

public sealed class DigitsGeneratorTests
{
    private static readonly Lazy<DatasetPair> Default = new(() => DigitsSource.Draw(DigitsGenerator.DefaultSeed));

    [Fact]
    public void Generate_DefaultSeed_GivesTheBytesOfEveryMachine()
    {
        Dictionary<string, string> expected = new()
        {
            ["train-images-idx3-ubyte"] = "dc5aa52b37e3cb86e4861dd506ec5712265d3730130e8b39252a76c7379553e7",
            ["train-labels-idx1-ubyte"] = "c6dff0c823de6cf0c123e1d9864538ce744ab39832f364489e417c02310f9d5a",
            ["t10k-images-idx3-ubyte"] = "ce477cdb294458ba5be326e8a05a6718c46e84bf329e863a66f3f5cc4e7de5f7",
            ["t10k-labels-idx1-ubyte"] = "c7940a1f35111f11273fe2f42bab1c509a53fffb171fd2cf23b6380e4dbb74c6",
        };
        Assert.Equal(expected, Default.Value.Sha256);
    }

    [Fact]
    public void Generate_OneSampleAlone_GivesTheSameBytes()
    {
        Dataset train = Default.Value.Train;
        DigitArtist artist = new();
        byte[] pixels = new byte[28 * 28];
        foreach (int n in (int[])[59_999, 0, 250, 12_345])
        {
            SplitMix64 random = new(DigitsGenerator.DefaultSeed, 2, (ulong)n);
            artist.Draw(train.Labels[n], ref random, pixels);
            Assert.True(train.Bytes.Slice(n * pixels.Length, pixels.Length).SequenceEqual(pixels));
        }
    }

    [Fact]
    public void Generate_DefaultSeed_IsBalancedAndAsBrightAsMnist()
    {
        DatasetStatistics train = DatasetStatistics.Of(Default.Value.Train);
        DatasetStatistics test = DatasetStatistics.Of(Default.Value.Test);
        Assert.Equal(Enumerable.Repeat(6000, 10), train.ClassCounts);
        Assert.Equal(Enumerable.Repeat(1000, 10), test.ClassCounts);
        Assert.InRange(train.MeanPixel, 0.10, 0.16);
        Assert.Equal(0.1303, train.MeanPixel, 4);
        Assert.InRange(test.MeanPixel, 0.10, 0.16);
    }

    [Fact]
    public void Generate_EveryImage_HasInkAndIsUnlikeTheNext()
    {
        ReadOnlySpan<byte> pixels = Default.Value.Train.Bytes;
        HashSet<int> seen = [];
        for (int n = 0; n < Default.Value.Train.Count; n++)
        {
            ReadOnlySpan<byte> image = pixels.Slice(n * 784, 784);
            HashCode hash = default;
            hash.AddBytes(image);
            seen.Add(hash.ToHashCode());
            int inked = 0;
            foreach (byte pixel in image)
            {
                inked += pixel > 127 ? 1 : 0;
            }

            Assert.True(inked is >= 12 and <= 500, $"image {n} has {inked} inked pixels");
        }

        // A 32-bit hash of 60,000 different images collides about once.
        Assert.InRange(seen.Count, 59_980, 60_000);
    }

    [Fact]
    public void Generate_OtherSeedOrHalf_GivesOtherImages()
    {
        Dataset one = DigitsGenerator.Generate(1, 0, 50);
        Assert.False(one.Bytes.SequenceEqual(DigitsGenerator.Generate(2, 0, 50).Bytes));
        Assert.False(one.Bytes.SequenceEqual(DigitsGenerator.Generate(1, 1, 50).Bytes));
        Assert.True(one.Bytes.SequenceEqual(DigitsGenerator.Generate(1, 0, 50).Bytes));
    }

    [Fact]
    public void LinearClassifier_OnDigits_LearnsButStaysBelow95Percent()
    {
        LinearClassifier classifier = new(784, 10);
        classifier.Train(Default.Value.Train, epochs: 1, learningRate: 0.02f);
        Assert.InRange(classifier.Accuracy(Default.Value.Test), 0.82, 0.95);
    }

    [Fact]
    public void SplitMix64_Mix_FollowsThePublishedSequence()
    {
        // The sequence from state 1234567 that implementations are checked with; the state advances by the golden gamma before each mix.
        ulong state = 1234567;
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        foreach (ulong value in expected)
        {
            state = unchecked(state + 0x9E3779B97F4A7C15);
            Assert.Equal(value, CounterRandom.Mix(state));
        }
    }

    [Fact]
    public void SplitMix64_Draws_HaveTheMomentsTheyShould()
    {
        SplitMix64 random = new(3, 0, 0);
        double sum = 0;
        double squares = 0;
        int[] below = new int[7];
        const int draws = 200_000;
        for (int i = 0; i < draws; i++)
        {
            float bell = random.Bell();
            sum += bell;
            squares += bell * bell;
            below[random.Below(7)]++;
            Assert.InRange(random.Between(-2f, 3f), -2f, 3f);
        }

        Assert.InRange(sum / draws, -0.01, 0.01);
        Assert.InRange(squares / draws, 0.99, 1.01);
        Assert.All(below, count => Assert.InRange(count, (draws / 7) - 700, (draws / 7) + 700));
    }
}
