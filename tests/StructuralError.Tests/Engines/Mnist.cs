using System.IO.Compression;
using StructuralError.Core.Common;
using StructuralError.Core.Data;

namespace StructuralError.Tests.Engines;

/// <summary>MNIST's training set from the directory that <c>MNIST_DIR</c> names, read independently of the program's reader.</summary>
public static class Mnist
{
    private static readonly Lazy<Dataset> Loaded = new(() => new Dataset(
        "mnist", TensorShape.Image(1, 28, 28), Content("train-images-idx3-ubyte", 16), Content("train-labels-idx1-ubyte", 8)));

    public static Dataset Train => Loaded.Value;

    /// <summary>Whether MNIST_DIR names a directory with the training files.</summary>
    public static bool IsThere => Environment.GetEnvironmentVariable("MNIST_DIR") is { Length: > 0 } directory
        && Find(directory, "train-images-idx3-ubyte") is not null && Find(directory, "train-labels-idx1-ubyte") is not null;

    private static string? Find(string directory, string name) =>
        new[] { Path.Combine(directory, name), Path.Combine(directory, name + ".gz") }.FirstOrDefault(File.Exists);

    /// <summary>The bytes after the header.</summary>
    private static byte[] Content(string name, int header)
    {
        string path = Find(Environment.GetEnvironmentVariable("MNIST_DIR")!, name)!;
        using Stream file = File.OpenRead(path);
        using Stream plain = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var content = new MemoryStream();
        plain.CopyTo(content);
        return content.ToArray()[header..];
    }
}
