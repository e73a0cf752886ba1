using StructuralError.Core.RandomNumbers;
using StructuralError.Tests.Engines;
using Xunit;

namespace StructuralError.Tests.Random;

public sealed class CounterRandomTests
{
    /// <summary>SplitMix64's published output for the seed 1234567: the counter takes the place of its state.</summary>
    [Theory]
    [InlineData(0, 6457827717110365317UL)]
    [InlineData(1, 3203168211198807973UL)]
    [InlineData(2, 9817491932198370423UL)]
    [InlineData(3, 4593380528125082431UL)]
    [InlineData(4, 16408922859458223821UL)]
    public void Uniform_KnownSeed_IsSplitMix64(ulong counter, ulong output) =>
        Assert.Equal((output >> 11) * Math.ScaleB(1, -53), CounterRandom.Uniform(1234567, counter));

    /// <summary>Dropout masks are made of these: they must not change from one version to the next. Computed with arbitrary-precision integers.</summary>
    [Theory]
    [InlineData(0, 0, 0, 0, 2391539541053276776UL, 0.47141042966848024, 0.7247520786262142, 0.1831334858040975)]
    [InlineData(1, 2, 3, 4, 3705391937491829246UL, 0.9620375542380761, 0.6882223507921376, 0.20295477874911216)]
    [InlineData(4, 3, 2, 1, 11502964451135579878UL, 0.6067660697046627, 0.9183999534818189, 0.860430103313958)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 11864512355068677120UL, 0.26821812827796465, 0.5684839952057216, 0.677187632506998)]
    [InlineData(42, 0, 1000, 59999, 13093749566008895346UL, 0.20705243224712122, 0.9396944775772432, 0.048873581901420216)]
    public void Key_FixedArguments_NeverChanges(ulong seed, ulong stream, ulong step, ulong sample, ulong key, double first, double second, double last)
    {
        Assert.Equal(key, CounterRandom.Key(seed, stream, step, sample));
        Assert.Equal([first, second, last], [CounterRandom.Uniform(key, 0), CounterRandom.Uniform(key, 1), CounterRandom.Uniform(key, 7839)]);
    }

    /// <summary>Along the counter, and along each number that makes the key: what dropout draws side by side. Bounds are five standard deviations.</summary>
    [Theory]
    [InlineData("counter")]
    [InlineData("seed")]
    [InlineData("stream")]
    [InlineData("step")]
    [InlineData("sample")]
    public void Uniform_AlongEveryCoordinate_HasTheMomentsOfIndependentDraws(string coordinate)
    {
        const int Count = 100_000;
        double sum = 0, squares = 0, serial = 0, previous = 0;
        for (ulong i = 0; i <= Count; i++)
        {
            double value = Draw(coordinate, i);
            Assert.InRange(value, 0, Math.BitDecrement(1));
            double centred = value - 0.5;
            if (i > 0)
            {
                sum += centred;
                squares += centred * centred;
                serial += centred * previous;
            }

            previous = centred;
        }

        // Of one draw: variance 1/12; of its square: 1/80 − 1/144 = 1/180; of a product of neighbours: 1/144.
        Numbers.AssertAtMost(Math.Abs(sum / Count), 5 * Math.Sqrt(1 / 12.0 / Count), "mean − 1/2");
        Numbers.AssertAtMost(Math.Abs((squares / Count) - (1 / 12.0)), 5 * Math.Sqrt(1 / 180.0 / Count), "variance − 1/12");
        Numbers.AssertAtMost(Math.Abs(serial / Count), 5 * Math.Sqrt(1 / 144.0 / Count), "serial covariance");
    }

    private static double Draw(string coordinate, ulong i) => coordinate switch
    {
        "counter" => CounterRandom.Uniform(CounterRandom.Key(42, 1, 2, 3), i),
        "seed" => CounterRandom.Uniform(CounterRandom.Key(i, 1, 2, 3), 4),
        "stream" => CounterRandom.Uniform(CounterRandom.Key(42, i, 2, 3), 4),
        "step" => CounterRandom.Uniform(CounterRandom.Key(42, 1, i, 3), 4),
        "sample" => CounterRandom.Uniform(CounterRandom.Key(42, 1, 2, i), 4),
        _ => throw new ArgumentOutOfRangeException(nameof(coordinate), coordinate, null),
    };
}
