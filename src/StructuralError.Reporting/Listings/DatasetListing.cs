using StructuralError.Core.Data;

namespace StructuralError.Reporting.Listings;

/// <summary>What a data set holds.</summary>
public sealed class DatasetListing
{
    private readonly DatasetPair _data;
    private readonly DatasetStatistics _train;
    private readonly DatasetStatistics _test;

    public DatasetListing(DatasetPair data)
    {
        ArgumentNullException.ThrowIfNull(data);
        (_data, _train, _test) = (data, DatasetStatistics.Of(data.Train), DatasetStatistics.Of(data.Test));
    }

    public IEnumerable<string> Lines()
    {
        yield return $"name        {_data.Name}";
        yield return $"source      {_data.Source}";
        yield return $"shape       {_data.Train.SampleShape}";
        yield return FormattableString.Invariant($"samples     {_data.Train.Count} train, {_data.Test.Count} test");
        yield return FormattableString.Invariant($"mean pixel  {_train.MeanPixel:F4} train, {_test.MeanPixel:F4} test");
        yield return FormattableString.Invariant(
            $"range       {_train.SmallestPixel:G6} to {_train.LargestPixel:G6} train, {_test.SmallestPixel:G6} to {_test.LargestPixel:G6} test");
        yield return "class       train   test";
        for (int c = 0; c < Math.Max(_train.ClassCounts.Count, _test.ClassCounts.Count); c++)
        {
            yield return FormattableString.Invariant($"{c,-8}{_train.CountOf(c),9}{_test.CountOf(c),7}");
        }

        yield return "SHA-256";
        foreach ((string file, string sha256) in _data.Sha256)
        {
            yield return $"  {sha256}  {file}";
        }
    }

    /// <summary>One line.</summary>
    public string ToJson() => ListingJson.WriteLine(new DatasetDocument(
        _data.Name,
        _data.Source,
        [_data.Train.SampleShape.Channels, _data.Train.SampleShape.Height, _data.Train.SampleShape.Width],
        Entry(_data.Train, _train),
        Entry(_data.Test, _test),
        _data.Sha256,
        _data.Warnings)) + Environment.NewLine;

    private static SplitEntry Entry(Dataset data, DatasetStatistics statistics) =>
        new(data.Count, statistics.MeanPixel, statistics.SmallestPixel, statistics.LargestPixel, statistics.ClassCounts);
}
