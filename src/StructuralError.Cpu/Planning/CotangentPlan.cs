namespace StructuralError.Cpu.Planning;

/// <summary>Shape of the cotangents while the backward pass is planned, and the buffers not in use.</summary>
internal sealed unsafe class CotangentPlan<T>
    where T : unmanaged
{
    private readonly List<(nint Buffer, int Length)> _free = [];

    /// <param name="rows">C.</param>
    /// <param name="output">The logits, where the cotangents begin.</param>
    public CotangentPlan(EngineMemory memory, int rows, TensorLayout output)
    {
        (Memory, Rows, Cells, Stride) = (memory, rows, output.Positions, output.ChannelStride);
        Current = Rent();
    }

    public EngineMemory Memory { get; }

    /// <summary>Most rows of cotangents: C.</summary>
    public int Rows { get; }

    public int Cells { get; private set; }

    public int Stride { get; private set; }

    public bool Scattered { get; set; }

    /// <summary>Buffer that holds D at this point.</summary>
    public (nint Buffer, int Length) Current { get; private set; }

    /// <summary>Whether a layer before this one owns parameters. If not, nothing is pulled back.</summary>
    public bool IsNeededBefore { get; set; }

    public void Return((nint Buffer, int Length) buffer) => _free.Add(buffer);

    /// <summary>Rents a second buffer for cotangents of the same shape. It becomes the current one; the first stays in use.</summary>
    public T* Duplicate()
    {
        Current = Rent();
        return (T*)Current.Buffer;
    }

    /// <summary>Rents a buffer, frees the current one and describes dense cotangents of the given layout.</summary>
    public T* Replace(TensorLayout layout)
    {
        (Cells, Stride, Scattered) = (layout.Positions, layout.ChannelStride, false);
        (nint Buffer, int Length) old = Current;
        T* next = Duplicate();
        Return(old);
        return next;
    }

    /// <summary>A buffer for D, one of the free ones if one is large enough.</summary>
    private (nint Buffer, int Length) Rent()
    {
        int length = Cells * Rows * Stride;
        int index = _free.FindIndex(buffer => buffer.Length >= length);
        if (index < 0)
        {
            return ((nint)Memory.Allocate<T>(length), length);
        }

        (nint Buffer, int Length) found = _free[index];
        _free.RemoveAt(index);
        return found;
    }
}
