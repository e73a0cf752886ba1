using System.Collections.Immutable;

namespace StructuralError.Core.RandomNumbers;

/// <summary>
/// MT19937: 32-bit words with period 2^19937 − 1 (Matsumoto and Nishimura, "Mersenne Twister", ACM TOMACS 8(1), 1998),
/// seeded as their 2002 reference code and PyTorch's CPU generator do.
/// </summary>
public sealed class MersenneTwister
{
    /// <summary>Words of state.</summary>
    public const int WordCount = 624;

    private const int Middle = 397;
    private const uint Twist = 0x9908b0df;
    private const uint UpperBit = 0x80000000;

    private readonly uint[] _words = new uint[WordCount];

    public MersenneTwister(uint seed)
    {
        _words[0] = seed;
        for (uint i = 1; i < WordCount; i++)
        {
            uint previous = _words[i - 1];
            _words[i] = unchecked((1812433253 * (previous ^ (previous >> 30))) + i);
        }

        Position = WordCount;
    }

    /// <summary>Goes on where another generator stood: see <see cref="Words"/> and <see cref="Position"/>.</summary>
    /// <exception cref="ArgumentException">Not 624 words, or all of them zero: such a state would give zeros for ever.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The position lies outside 0..624.</exception>
    public MersenneTwister(ReadOnlySpan<uint> words, int position)
    {
        if (words.Length != WordCount)
        {
            throw new ArgumentException($"a Mersenne Twister state has {WordCount} words, not {words.Length}", nameof(words));
        }

        if (!words.ContainsAnyExcept(0u))
        {
            throw new ArgumentException("a Mersenne Twister state of zeros only is no state", nameof(words));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position, WordCount);
        words.CopyTo(_words);
        Position = position;
    }

    /// <summary>A copy of the present block.</summary>
    public ImmutableArray<uint> Words => [.. _words];

    /// <summary>How many words of the present block have been given out; with <see cref="WordCount"/> the next draw makes a new block.</summary>
    public int Position { get; private set; }

    /// <summary>The next 32 random bits.</summary>
    public uint Next()
    {
        if (Position == WordCount)
        {
            NextBlock();
        }

        uint y = _words[Position++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >> 18);
    }

    private void NextBlock()
    {
        for (int i = 0; i < WordCount; i++)
        {
            uint mixed = (_words[i] & UpperBit) | (_words[(i + 1) % WordCount] & ~UpperBit);
            uint twist = (mixed & 1) == 0 ? 0 : Twist;
            _words[i] = _words[(i + Middle) % WordCount] ^ (mixed >> 1) ^ twist;
        }

        Position = 0;
    }
}
