using System.Security.Cryptography;

namespace StructuralError.Experiments.Datasets;

/// <summary>SHA-256 of pieces that are still being read: hashing one piece runs beside reading the next.</summary>
internal sealed class PipelinedHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private Task _last = Task.CompletedTask;

    /// <param name="piece">Must not change before <see cref="Finish"/>.</param>
    public void Append(ReadOnlyMemory<byte> piece) =>
        _last = _last.ContinueWith(_ => _hash.AppendData(piece.Span), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    /// <summary>Lower-case hexadecimal.</summary>
    public string Finish()
    {
        _last.GetAwaiter().GetResult();
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    public void Dispose()
    {
        _last.Wait();
        _hash.Dispose();
    }
}
