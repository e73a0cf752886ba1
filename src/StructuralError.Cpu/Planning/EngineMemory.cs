using System.Runtime.InteropServices;
using StructuralError.Cpu.Kernels;

namespace StructuralError.Cpu.Planning;

/// <summary>All buffers of an engine, outside the garbage collector: allocated while it is planned, freed together.</summary>
internal sealed unsafe class EngineMemory : IDisposable
{
    // Cache lines, and so every vector.
    private const int Alignment = 64;

    private readonly List<nint> _buffers = [];

    ~EngineMemory() => Free();

    public long Bytes { get; private set; }

    /// <summary>Zeroed, aligned, never moved.</summary>
    /// <exception cref="OutOfMemoryException">The system has not as much.</exception>
    public TItem* Allocate<TItem>(long count)
        where TItem : unmanaged
    {
        // One line more, so that a vector may be loaded at the last element.
        long bytes = (((count * sizeof(TItem)) + Alignment - 1) / Alignment * Alignment) + Alignment;
        // The system gives large buffers page by page as they are first written: what no step needs costs nothing.
        nint buffer = (nint)NativeMemory.AllocZeroed((nuint)(bytes + Alignment));
        _buffers.Add(buffer);
        Bytes += bytes;
        return (TItem*)((buffer + Alignment - 1) / Alignment * Alignment);
    }

    /// <summary>Term k is (k · <paramref name="x"/>, k · <paramref name="w"/>).</summary>
    public Term* Terms(int count, int x, int w)
    {
        Term* terms = Allocate<Term>(count);
        for (int k = 0; k < count; k++)
        {
            terms[k] = new Term { X = k * x, W = k * w };
        }

        return terms;
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        foreach (nint buffer in _buffers)
        {
            NativeMemory.Free((void*)buffer);
        }

        _buffers.Clear();
    }
}
