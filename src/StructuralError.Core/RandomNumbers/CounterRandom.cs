namespace StructuralError.Core.RandomNumbers;

/// <summary>
/// Random numbers that are a function of a key and a counter, so that any thread can draw any of them: the finaliser of SplitMix64
/// (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014) over a Weyl sequence.
/// </summary>
public static class CounterRandom
{
    internal const ulong Weyl = 0x9E3779B97F4A7C15;

    public static ulong Key(ulong seed, ulong stream, ulong step, ulong sample) =>
        unchecked(Mix(Mix(Mix(Mix(seed + Weyl) + stream + Weyl) + step + Weyl) + sample + Weyl));

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public static double Uniform(ulong key, ulong counter) => unchecked((Mix(key + ((counter + 1) * Weyl)) >> 11) * (1.0 / (1UL << 53)));

    internal static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
