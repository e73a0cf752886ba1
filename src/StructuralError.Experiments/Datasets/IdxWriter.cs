using System.Buffers.Binary;
using System.Security.Cryptography;
using StructuralError.Core.Common;
using StructuralError.Runs.Storage;

namespace StructuralError.Experiments.Datasets;

/// <summary>Writes IDX files of bytes.</summary>
public static class IdxWriter
{
    /// <summary>Writes a file of bytes; it appears whole or not at all, over an existing one.</summary>
    /// <param name="data">Row-major; as many bytes as the product of the dimensions.</param>
    /// <exception cref="ArgumentException">Not 1 to 4 dimensions, or their product is not the number of bytes.</exception>
    /// <exception cref="UserErrorException"><see cref="FailureKind.InputOutput"/>: the file cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<int> dimensions, ReadOnlySpan<byte> data)
    {
        byte[] header = Header(dimensions, data.Length);
        using DurableFile file = new(path);
        file.Write(header);
        file.Write(data);
        file.Commit();
    }

    /// <summary>SHA-256 of the file that <see cref="Write"/> would write; lower-case hexadecimal.</summary>
    /// <inheritdoc cref="Write"/>
    public static string Sha256(ReadOnlySpan<int> dimensions, ReadOnlySpan<byte> data)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Header(dimensions, data.Length));
        hash.AppendData(data);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static byte[] Header(ReadOnlySpan<int> dimensions, int length)
    {
        if (dimensions.Length is 0 or > IdxHeader.MaxDimensions)
        {
            throw new ArgumentException($"{dimensions.Length} dimensions; IDX files have 1 to {IdxHeader.MaxDimensions} here.", nameof(dimensions));
        }

        byte[] header = new byte[4 + (4 * dimensions.Length)];
        header[2] = (byte)IdxElementType.U8;
        header[3] = (byte)dimensions.Length;
        long product = 1;
        for (int i = 0; i < dimensions.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * i)), dimensions[i]);
            product = checked(product * dimensions[i]);
        }

        return product == length ? header : throw new ArgumentException($"{length} bytes are not dimensions whose product is {product}.", nameof(dimensions));
    }
}
