using System.Security.Cryptography;

namespace StructuralError.Experiments.Datasets;

/// <summary>Checks a downloaded gzip file against what its content must be, as strictly as it will be read.</summary>
internal static class GzipCheck
{
    /// <summary>Null if the content is the wanted one, otherwise what is wrong with it.</summary>
    /// <param name="compressed">Read from its start.</param>
    public static string? Explain(Stream compressed, MnistFile wanted, CancellationToken cancellation)
    {
        compressed.Position = 0;
        byte[] buffer = new byte[1 << 18];
        int got = compressed.ReadAtLeast(buffer.AsSpan(0, 2), 2, throwOnEndOfStream: false);
        if (!ForeignContent.IsGzip(buffer.AsSpan(0, got)))
        {
            return $"{wanted.CompressedName} is not gzip data";
        }

        using Stream content = GzipContent.Open(compressed, cancellation);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long length = 0;
        try
        {
            while (length <= wanted.Length && (got = content.Read(buffer)) > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, got);
                length += got;
            }
        }
        catch (InvalidDataException)
        {
            return $"{wanted.CompressedName} is truncated or damaged gzip data, or has something else behind them";
        }

        if (length != wanted.Length)
        {
            string found = length > wanted.Length ? $"more than {wanted.Length}" : $"{length}";
            return $"wrong size: the content of {wanted.CompressedName} has {found} bytes, it must have {wanted.Length}";
        }

        string sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        return sha256 == wanted.Sha256 ? null : $"wrong content: the SHA-256 of {wanted.CompressedName} unpacked is {sha256}, it must be {wanted.Sha256}";
    }
}
