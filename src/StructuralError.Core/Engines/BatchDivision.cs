namespace StructuralError.Core.Engines;

/// <summary>How the engine of the processor divides a batch. <see cref="MemoryForecast"/> counts with the same numbers.</summary>
public static class BatchDivision
{
    /// <summary>Groups of samples, each with a gradient of its own: enough for many cores to share a batch of 64 evenly.</summary>
    public const int MostGroups = 16;

    // Weights beyond this stay in no cache from one sample to the next.
    private const long WideBytes = 384 * 1024;

    // Samples that go together through weights that no cache holds, and what a thread may spend on them. Their own values leave the caches too: with 16 MB
    // in every case a step of models c and d took a quarter longer, with 2 MB one of width 2048 a half.
    private const int MostTogether = 32;
    private const long LeastBytes = 2 * 1024 * 1024;
    private const long MostBytes = 16 * 1024 * 1024;
    private const int BytesForAByteOfWeights = 4;

    /// <summary>How many samples a thread takes through the layers side by side.</summary>
    /// <param name="weights">Bytes of the largest layer's weights that every sample reads.</param>
    /// <param name="bytes">What one of them takes.</param>
    public static int Together(Int128 weights, Int128 bytes, long batch)
    {
        Int128 most = Int128.Clamp(weights * BytesForAByteOfWeights, LeastBytes, MostBytes);
        return weights > WideBytes ? (int)Int128.Clamp(most / Int128.Max(1, bytes), 1, Math.Min(MostTogether, batch)) : 1;
    }
}
