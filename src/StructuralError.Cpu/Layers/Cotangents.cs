namespace StructuralError.Cpu.Layers;

/// <summary>
/// The cotangents ∂f_r/∂y of one sample while they travel backwards, one row r per class (or the loss alone, in a plain training step).
/// Shape [cell, row, channel]. A cell is a position of y or, after a max-pool, an output of the pool that still has to be put at its winner.
/// </summary>
internal unsafe struct Cotangents<T>
    where T : unmanaged
{
    public T* D;

    public int Rows;

    /// <summary>Grid of cells.</summary>
    public int Height;

    public int Width;

    /// <summary>Channels that mean something; the rest up to <see cref="Stride"/> is zero.</summary>
    public int Channels;

    /// <summary>Elements of one row of one cell.</summary>
    public int Stride;

    /// <summary>Position of y that each (cell, channel) belongs to, or null where cell and position are the same.</summary>
    public int* Target;

    /// <summary>Not zero where a (cell, channel) may be other than zero; null: everywhere. Shape [cell, channel].</summary>
    public T* Support;

    /// <summary>y at each (cell, channel), where a max-pool has just been undone; otherwise null. Rows of cells are <see cref="ValuesPitch"/> apart.</summary>
    public T* Values;

    public int ValuesPitch;

    /// <summary>D is the identity: y are the logits themselves.</summary>
    public bool IsIdentity;

    public readonly int Cells => Height * Width;

    public readonly int CellPitch => Rows * Stride;
}
