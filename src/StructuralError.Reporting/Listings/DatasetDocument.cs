namespace StructuralError.Reporting.Listings;

/// <summary>What <c>data info --json</c> prints.</summary>
/// <param name="Shape">Channels, height, width.</param>
/// <param name="Sha256">By file.</param>
/// <param name="Warnings">What is unusual about the data, a sentence each.</param>
internal sealed record DatasetDocument(
    string Name,
    string Source,
    IReadOnlyList<int> Shape,
    SplitEntry Train,
    SplitEntry Test,
    IReadOnlyDictionary<string, string> Sha256,
    IReadOnlyList<string> Warnings);

/// <summary>One half of a data set.</summary>
internal sealed record SplitEntry(int Samples, double MeanPixel, double SmallestPixel, double LargestPixel, IReadOnlyList<int> ClassCounts);
