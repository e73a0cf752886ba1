using StructuralError.Data;

namespace StructuralError.Benchmarks.Running;

/// <summary>The training images that steps are measured on: MNIST where MNIST_DIR names it, otherwise the drawn digits.</summary>
internal static class BenchmarkData
{
    private static readonly Lazy<DatasetPair> Loaded = new(() => DatasetProvider
        .LoadAsync(string.IsNullOrEmpty(Environment.GetEnvironmentVariable("MNIST_DIR")) ? DatasetProvider.Digits : DatasetProvider.Mnist, new DatasetOptions())
        .GetAwaiter().GetResult());

    public static Dataset Train => Loaded.Value.Train;
}
