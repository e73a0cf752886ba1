namespace StructuralError.Core.Data;

/// <summary>What a glance at a data set should show.</summary>
/// <param name="MeanPixel">Mean of all values as samples are handed out, so bytes count from 0 to 1.</param>
/// <param name="SmallestPixel">Smallest of these values.</param>
/// <param name="LargestPixel">Largest of them.</param>
/// <param name="ClassCounts">Samples of each class, up to the highest label there is.</param>
public sealed record DatasetStatistics(double MeanPixel, double SmallestPixel, double LargestPixel, IReadOnlyList<int> ClassCounts)
{
    public int CountOf(int label) => label < ClassCounts.Count ? ClassCounts[label] : 0;

    public static DatasetStatistics Of(Dataset data)
    {
        int[] counts = new int[data.Labels.Max() + 1];
        foreach (byte label in data.Labels)
        {
            counts[label]++;
        }

        float[] sample = new float[data.SampleShape.Count];
        double total = 0;
        for (int n = 0; n < data.Count; n++)
        {
            data.CopySample(n, sample);
            total += sample.Sum(value => (double)value) / sample.Length;
        }

        (float smallest, float largest) = RangeOf(data);
        return new DatasetStatistics(total / data.Count, smallest, largest, counts);
    }

    /// <summary>Smallest and largest value, as samples are handed out.</summary>
    public static (float Smallest, float Largest) RangeOf(Dataset data)
    {
        float[] sample = new float[data.SampleShape.Count];
        (float smallest, float largest) = (float.PositiveInfinity, float.NegativeInfinity);
        for (int n = 0; n < data.Count; n++)
        {
            data.CopySample(n, sample);
            foreach (float value in sample)
            {
                (smallest, largest) = (Math.Min(smallest, value), Math.Max(largest, value));
            }
        }

        return (smallest, largest);
    }
}
