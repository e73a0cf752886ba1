using StructuralError.Core.Common;

namespace StructuralError.Core.Data;

/// <summary>
/// The embedded data set <c>digits</c>: 60,000 + 10,000 images of handwritten-looking digits, 28 × 28 bytes, as many of each digit, drawn by the program
/// itself. The same bytes for a seed on every machine and any number of threads. A stand-in for MNIST where there is no network, not a copy of it.
/// </summary>
public static class DigitsGenerator
{
    /// <summary>Seed of the set that <c>--dataset digits</c> means. A run's own seed does not change the data.</summary>
    public const ulong DefaultSeed = 250323016;

    public const int TrainCount = 60_000;

    public const int TestCount = 10_000;

    private const int Classes = 10;
    private const int ChunkSize = 250;
    private const int Pixels = DigitArtist.Size * DigitArtist.Size;

    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was triggered.</exception>
    public static Dataset Train(ulong seed = DefaultSeed, CancellationToken cancellation = default) => Generate(seed, 0, TrainCount, cancellation);

    /// <inheritdoc cref="Train"/>
    public static Dataset Test(ulong seed = DefaultSeed, CancellationToken cancellation = default) => Generate(seed, 1, TestCount, cancellation);

    /// <summary>The first <paramref name="count"/> labels and images of a stream. Labels depend on the count, which their balance is over.</summary>
    internal static Dataset Generate(ulong seed, ulong stream, int count, CancellationToken cancellation = default)
    {
        byte[] labels = Labels(seed, stream, count);
        byte[] pixels = LargePages.NewBytes(count * Pixels);
        int chunks = (count + ChunkSize - 1) / ChunkSize;
        ParallelOptions options = new() { CancellationToken = cancellation };
        Parallel.For(0, chunks, options, () => new DigitArtist(), (chunk, _, artist) =>
        {
            int end = Math.Min(count, (chunk + 1) * ChunkSize);
            for (int n = chunk * ChunkSize; n < end; n++)
            {
                SplitMix64 random = new(seed, 2 + stream, (ulong)n);
                artist.Draw(labels[n], ref random, pixels.AsSpan(n * Pixels, Pixels));
            }

            return artist;
        }, _ => { });
        return new Dataset("digits", TensorShape.Image(1, DigitArtist.Size, DigitArtist.Size), pixels, labels);
    }

    /// <summary>As many of each digit as the count allows, in random order (Fisher–Yates).</summary>
    private static byte[] Labels(ulong seed, ulong stream, int count)
    {
        byte[] labels = [.. Enumerable.Range(0, count).Select(n => (byte)(n % Classes))];
        SplitMix64 random = new(seed, stream, 0);
        for (int n = count - 1; n > 0; n--)
        {
            int other = random.Below(n + 1);
            (labels[n], labels[other]) = (labels[other], labels[n]);
        }

        return labels;
    }
}
