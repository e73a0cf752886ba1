using StructuralError.Cpu.Kernels;

namespace StructuralError.Cpu.Planning;

/// <summary>All buffers of an engine: allocated while it is planned, freed together.</summary>
internal sealed unsafe class EngineMemory : IDisposable
{
    private readonly List<AlignedBuffer> _buffers = [];

    public long Bytes => _buffers.Sum(buffer => buffer.Bytes);

    /// <summary>Zeroed, aligned, never moved.</summary>
    public TItem* Allocate<TItem>(long count)
        where TItem : unmanaged
    {
        var buffer = new AlignedBuffer(count * sizeof(TItem));
        _buffers.Add(buffer);
        return (TItem*)buffer.Pointer;
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
        foreach (AlignedBuffer buffer in _buffers)
        {
            buffer.Dispose();
        }
    }
}
