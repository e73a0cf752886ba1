using StructuralError.Core.Data;
using StructuralError.Experiments.Datasets;

namespace StructuralError.Benchmarks.Running;

/// <summary>The images that steps and runs are measured on: MNIST where MNIST_DIR names it, otherwise the drawn digits.</summary>
internal static class BenchmarkData
{
    private const int RelabelledSamples = 16 * 1024;

    private static readonly Lazy<DatasetPair> Loaded = new(() => DatasetProvider
        .LoadAsync(string.IsNullOrEmpty(Environment.GetEnvironmentVariable("MNIST_DIR")) ? DatasetProvider.Digits : DatasetProvider.Mnist, new DatasetOptions())
        .GetAwaiter().GetResult());

    public static DatasetPair Pair => Loaded.Value;

    public static Dataset Train => Pair.Train;

    /// <summary>The training images with labels of so many classes: their own, or 0, 1, 2, … in turn.</summary>
    public static Dataset WithClasses(int classes)
    {
        if (classes == Train.Labels.Max() + 1)
        {
            return Train;
        }

        int length = Train.SampleShape.Count, count = Math.Min(Train.Count, RelabelledSamples);
        float[] pixels = new float[count * length];
        for (int n = 0; n < count; n++)
        {
            Train.CopySample(n, pixels.AsSpan(n * length, length));
        }

        return new Dataset($"{Train.Name}, {classes} classes", Train.SampleShape, pixels, [.. Enumerable.Range(0, count).Select(n => (byte)(n % classes))]);
    }
}
