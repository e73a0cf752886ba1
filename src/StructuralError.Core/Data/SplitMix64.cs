using StructuralError.Core.RandomNumbers;

namespace StructuralError.Core.Data;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood 2014): a counter run through a mixing function. Each sample gets a generator of its own,
/// keyed by seed, stream and index, so samples can be made in any order and on any number of threads.
/// </summary>
internal struct SplitMix64
{
    private ulong _state;

    public SplitMix64(ulong seed, ulong stream, ulong index) =>
        _state = unchecked(CounterRandom.Mix(CounterRandom.Mix(CounterRandom.Mix(seed) + stream) + (index * CounterRandom.Weyl)));

    public ulong Next() => CounterRandom.Mix(_state = unchecked(_state + CounterRandom.Weyl));

    /// <summary>Uniform over 0 … <paramref name="count"/> − 1, from the high half of a product (bias below count / 2³²).</summary>
    public int Below(int count) => (int)(((Next() >> 32) * (ulong)count) >> 32);

    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>), 24 random bits.</summary>
    public float Between(float low, float high) => low + ((high - low) * ((float)(int)(Next() >> 40) * (1f / 16777216f)));

    /// <summary>
    /// Bell-shaped with mean 0 and variance 1, within ±3.47: the sum of four uniform 16-bit numbers. The exact normal distribution would
    /// need a logarithm, whose last bit differs between machines.
    /// </summary>
    public float Bell()
    {
        ulong bits = Next();
        int sum = (int)(bits & 0xFFFF) + (int)((bits >> 16) & 0xFFFF) + (int)((bits >> 32) & 0xFFFF) + (int)(bits >> 48);
        return (sum - 131070) * (1.7320508f / 65536f);
    }
}
