using System.Runtime.InteropServices;

namespace StructuralError.Cpu.Planning;

/// <summary>Zeroed memory outside the garbage collector, aligned to cache lines and so to every vector. Lives until disposed.</summary>
internal sealed unsafe class AlignedBuffer : IDisposable
{
    public const int Alignment = 64;

    private void* _memory;

    /// <exception cref="OutOfMemoryException">The system has not as much.</exception>
    public AlignedBuffer(long bytes)
    {
        // One line more, so that a vector may be loaded at the last element.
        Bytes = ((bytes + Alignment - 1) / Alignment * Alignment) + Alignment;
        // The system gives large buffers page by page as they are first written: what no step needs costs nothing.
        _memory = NativeMemory.AllocZeroed((nuint)(Bytes + Alignment));
        Pointer = (void*)(((nint)_memory + Alignment - 1) / Alignment * Alignment);
    }

    ~AlignedBuffer() => Free();

    public long Bytes { get; }

    public void* Pointer { get => _memory != null ? field : throw new ObjectDisposedException(nameof(AlignedBuffer)); }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.Free(_memory);
        _memory = null;
    }
}
