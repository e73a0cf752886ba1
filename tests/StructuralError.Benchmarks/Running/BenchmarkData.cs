using StructuralError.Core.Data;
using StructuralError.Experiments.Datasets;

namespace StructuralError.Benchmarks.Running;

/// <summary>The images that steps and runs are measured on: MNIST where MNIST_DIR names it, otherwise the drawn digits.</summary>
internal static class BenchmarkData
{
    private static readonly Lazy<DatasetPair> Loaded = new(() => DatasetProvider
        .LoadAsync(string.IsNullOrEmpty(Environment.GetEnvironmentVariable("MNIST_DIR")) ? DatasetProvider.Digits : DatasetProvider.Mnist, new DatasetOptions())
        .GetAwaiter().GetResult());

    public static DatasetPair Pair => Loaded.Value;

    public static Dataset Train => Pair.Train;
}
