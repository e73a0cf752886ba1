namespace StructuralError.Core.Engines;

/// <summary>How the engine of the processor divides a batch. <see cref="MemoryForecast"/> counts with the same numbers.</summary>
public static class BatchDivision
{
    /// <summary>Groups of samples, each with a gradient of its own: enough for many cores to share a batch of 64 evenly.</summary>
    public const int MostGroups = 16;

    /// <summary>Weights beyond this stay in no cache from one sample to the next.</summary>
    public const long WideBytes = 384 * 1024;

    // Samples that go together through weights that no cache holds, and what a thread may spend on them.
    private const int MostTogether = 32;
    private const long MostBytes = 16 * 1024 * 1024;

    /// <summary>How many samples a thread takes through the layers side by side.</summary>
    /// <param name="isWide">Whether a layer's weights are beyond <see cref="WideBytes"/>; otherwise one.</param>
    /// <param name="bytes">What one of them takes.</param>
    public static int Together(bool isWide, Int128 bytes, long batch) =>
        isWide ? (int)Int128.Clamp(MostBytes / Int128.Max(1, bytes), 1, Math.Min(MostTogether, batch)) : 1;
}
