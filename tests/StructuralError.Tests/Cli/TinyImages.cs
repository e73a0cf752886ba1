using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Experiments.Datasets;

namespace StructuralError.Tests.Cli;

/// <summary>Random images in the files of MNIST's format, few enough for a run of two steps.</summary>
internal static class TinyImages
{
    /// <returns>The directory.</returns>
    public static string Write(string directory)
    {
        if (!Directory.Exists(directory))
        {
            DatasetWriter.Write(new DatasetPair("tiny data", "random", Of(70), Of(20), new Dictionary<string, string>()), directory, overwrite: false);
        }

        return directory;
    }

    private static Dataset Of(int count)
    {
        byte[] pixels = new byte[count * 28 * 28];
        new System.Random(5).NextBytes(pixels);
        return new Dataset("tiny", TensorShape.Image(1, 28, 28), pixels, [.. Enumerable.Range(0, count).Select(n => (byte)(n % 10))]);
    }
}
