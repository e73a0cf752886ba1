using StructuralError.Core.Data;

namespace StructuralError.Reporting.Listings;

/// <summary>What a data set holds.</summary>
internal sealed class DatasetListing(DatasetPair data)
{
    private readonly DatasetStatistics _train = DatasetStatistics.Of(data.Train);
    private readonly DatasetStatistics _test = DatasetStatistics.Of(data.Test);

    public IEnumerable<string> Lines()
    {
        yield return $"name        {data.Name}";
        yield return $"source      {data.Source}";
        yield return $"shape       {data.Train.SampleShape}";
        yield return FormattableString.Invariant($"samples     {data.Train.Count} train, {data.Test.Count} test");
        yield return FormattableString.Invariant($"mean pixel  {_train.MeanPixel:F4} train, {_test.MeanPixel:F4} test");
        yield return FormattableString.Invariant(
            $"range       {_train.SmallestPixel:G6} to {_train.LargestPixel:G6} train, {_test.SmallestPixel:G6} to {_test.LargestPixel:G6} test");
        yield return "class       train   test";
        for (int c = 0; c < Math.Max(_train.ClassCounts.Count, _test.ClassCounts.Count); c++)
        {
            yield return FormattableString.Invariant($"{c,-8}{_train.CountOf(c),9}{_test.CountOf(c),7}");
        }

        yield return "SHA-256";
        foreach ((string file, string sha256) in data.Sha256)
        {
            yield return $"  {sha256}  {file}";
        }
    }

    /// <summary>One line.</summary>
    public string ToJson() => ListingJson.WriteLine(new DatasetDocument(
        data.Name,
        data.Source,
        [data.Train.SampleShape.Channels, data.Train.SampleShape.Height, data.Train.SampleShape.Width],
        Entry(data.Train, _train),
        Entry(data.Test, _test),
        data.Sha256,
        data.Warnings)) + Environment.NewLine;

    private static SplitEntry Entry(Dataset split, DatasetStatistics statistics) =>
        new(split.Count, statistics.MeanPixel, statistics.SmallestPixel, statistics.LargestPixel, statistics.ClassCounts);
}

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
