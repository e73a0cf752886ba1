using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Experiments.Datasets;

namespace StructuralError.Tests.Data;

/// <summary>Random images of ten classes in files of MNIST's format, few enough for a run that takes milliseconds.</summary>
internal static class TinyDataset
{
    /// <returns>The directory.</returns>
    public static string Write(string directory, int train = 130, int test = 40)
    {
        var random = new System.Random(5);
        DatasetWriter.Write(new DatasetPair("tiny", "random", Images(train), Images(test), new Dictionary<string, string>()), directory, overwrite: false);
        return directory;

        Dataset Images(int count)
        {
            byte[] pixels = new byte[count * 28 * 28];
            random.NextBytes(pixels);
            return new Dataset("tiny", TensorShape.Image(1, 28, 28), pixels, [.. Enumerable.Range(0, count).Select(n => (byte)(n % 10))]);
        }
    }
}
