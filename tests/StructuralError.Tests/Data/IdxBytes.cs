using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using StructuralError.Experiments.Datasets;

namespace StructuralError.Tests.Data;

/// <summary>Makes IDX files for tests, independently of the writer under test.</summary>
internal static class IdxBytes
{
    public static byte[] File(byte type, uint[] dimensions, byte[] data)
    {
        byte[] file = new byte[4 + (4 * dimensions.Length) + data.Length];
        file[2] = type;
        file[3] = (byte)dimensions.Length;
        for (int i = 0; i < dimensions.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(4 + (4 * i)), dimensions[i]);
        }

        data.CopyTo(file, 4 + (4 * dimensions.Length));
        return file;
    }

    public static byte[] Images(int count, int height = 4, int width = 3) =>
        File(8, [(uint)count, (uint)height, (uint)width], [.. Enumerable.Range(0, count * height * width).Select(i => (byte)(i * 7 % 256))]);

    public static byte[] Labels(int count) => File(8, [(uint)count], [.. Enumerable.Range(0, count).Select(i => (byte)(i % 10))]);

    /// <summary>A table of numbers.</summary>
    public static byte[] Float64(int rows, int columns, double[] values)
    {
        byte[] data = new byte[values.Length * sizeof(double)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteDoubleBigEndian(data.AsSpan(i * sizeof(double)), values[i]);
        }

        return File(0x0E, [(uint)rows, (uint)columns], data);
    }

    /// <inheritdoc cref="Float64"/>
    public static byte[] Float32(int rows, int columns, double[] values)
    {
        byte[] data = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleBigEndian(data.AsSpan(i * sizeof(float)), (float)values[i]);
        }

        return File(0x0D, [(uint)rows, (uint)columns], data);
    }

    public static byte[] Gzip(byte[] content)
    {
        using MemoryStream target = new();
        using (GZipStream gzip = new(target, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return target.ToArray();
    }

    public static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>The four files of a small data set under MNIST's names, uncompressed.</summary>
    public static Dictionary<string, byte[]> SmallSet(int train = 20, int test = 10) => new()
    {
        ["train-images-idx3-ubyte"] = Images(train),
        ["train-labels-idx1-ubyte"] = Labels(train),
        ["t10k-images-idx3-ubyte"] = Images(test),
        ["t10k-labels-idx1-ubyte"] = Labels(test),
    };

    /// <summary>What a downloader or provider is told to expect, in place of the real MNIST.</summary>
    public static IReadOnlyList<MnistFile> Expect(Dictionary<string, byte[]> set) =>
        [.. set.Select(file => new MnistFile(file.Key, file.Value.Length, Sha256(file.Value)))];
}
