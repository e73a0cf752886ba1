using System.Security.Cryptography;

namespace StructuralError.Runs.Storage;

/// <summary>SHA-256 of all that has gone through so far. Adding to it allocates nothing.</summary>
internal sealed class RunningHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Of what has been added so far; lower-case hexadecimal.</summary>
    public string Text => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <param name="read">Fewer than <paramref name="length"/> where the file is shorter.</param>
    /// <param name="lines">Line ends among what was read.</param>
    public static RunningHash OfPrefix(string path, long length, out long read, out long lines)
    {
        const int BufferSize = 1 << 16;
        var hash = new RunningHash();
        lines = 0;
        try
        {
            using FileStream file = RegularFile.OpenRead(path, bufferSize: 0);
            byte[] buffer = new byte[BufferSize];
            for (read = 0; read < length;)
            {
                int count = file.Read(buffer, 0, (int)Math.Min(BufferSize, length - read));
                if (count == 0)
                {
                    break;
                }

                hash.Add(buffer.AsSpan(0, count));
                lines += buffer.AsSpan(0, count).Count((byte)'\n');
                read += count;
            }

            return hash;
        }
        catch
        {
            hash.Dispose();
            throw;
        }
    }

    public void Add(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

    public void Dispose() => _hash.Dispose();
}
