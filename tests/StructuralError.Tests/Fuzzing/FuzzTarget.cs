using StructuralError.Core.Common;

namespace StructuralError.Tests.Fuzzing;

/// <summary>A reader, what it reads, and what it may do with anything else.</summary>
internal abstract class FuzzTarget : IDisposable
{
    public abstract string Name { get; }

    /// <summary>Files that are right.</summary>
    public abstract IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Bytes that the reader may allocate whatever the file, and per byte of it: a small multiple.</summary>
    public virtual (long Fixed, long PerByte) Allowance => (4 << 20, 100);

    protected TemporaryDirectory Directory { get; } = new();

    /// <summary>Gives the content to the reader.</summary>
    /// <returns>The messages of a refusal; null where the content was taken.</returns>
    /// <exception cref="UserErrorException">A refusal too.</exception>
    public abstract string? Read(byte[] content);

    public virtual void Dispose() => Directory.Dispose();
}
