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

    /// <summary>0, step, 2·step, …</summary>
    public int* Sequence(int count, int step)
    {
        int* values = Allocate<int>(count);
        for (int i = 0; i < count; i++)
        {
            values[i] = i * step;
        }

        return values;
    }

    public void Dispose()
    {
        foreach (AlignedBuffer buffer in _buffers)
        {
            buffer.Dispose();
        }
    }
}
