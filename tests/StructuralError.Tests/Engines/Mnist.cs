using System.IO.Compression;
using StructuralError.Core.Common;
using StructuralError.Core.Data;
using Xunit;

namespace StructuralError.Tests.Engines;

/// <summary>MNIST's training set from the directory that <c>MNIST_DIR</c> names, read independently of the program's reader.</summary>
public static class Mnist
{
    private static readonly Lazy<Dataset> Loaded = new(() => new Dataset(
        "mnist", TensorShape.Image(1, 28, 28), Content("train-images-idx3-ubyte", 16), Content("train-labels-idx1-ubyte", 8)));

    public static Dataset Train => Loaded.Value;

    /// <summary>Why the set is not there, or null.</summary>
    public static string? Missing =>
        Environment.GetEnvironmentVariable("MNIST_DIR") is not { Length: > 0 } directory ? "MNIST_DIR is not set: it has to name a directory with MNIST's files."
        : Find(directory, "train-images-idx3-ubyte") is null || Find(directory, "train-labels-idx1-ubyte") is null ? $"MNIST_DIR={directory} holds no MNIST training files."
        : null;

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

/// <summary>A theory that needs MNIST, and is reported as skipped, with the reason, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MnistTheoryAttribute : TheoryAttribute
{
    public MnistTheoryAttribute() => Skip = Mnist.Missing;
}
