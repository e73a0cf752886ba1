using System.Collections.Immutable;

namespace StructuralError.Core.RandomNumbers;

/// <summary>Everything a <see cref="TorchGenerator"/> needs to go on: plain data, for checkpoints.</summary>
/// <param name="Words">The 624 words of the Mersenne Twister.</param>
/// <param name="Position">How many of them have been given out, 0..624.</param>
/// <param name="CachedNormal">The second number of the last pair of scalar normal draws, if it has not been given out yet.</param>
public sealed record GeneratorState(ImmutableArray<uint> Words, int Position, double? CachedNormal)
{
    /// <summary>Equal where the numbers to come are equal.</summary>
    public bool Equals(GeneratorState? other) =>
        other is not null && Position == other.Position && CachedNormal.Equals(other.CachedNormal) && Words.AsSpan().SequenceEqual(other.Words.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Position, CachedNormal, Words.IsDefaultOrEmpty ? 0 : Words[0]);
}
