using StructuralError.Cpu.Planning;

namespace StructuralError.Cpu.Layers;

/// <summary>
/// A view of the cotangents ∂f_r/∂y of one sample while they travel backwards, one row r per class (or the loss alone, in a plain training step).
/// Shape [cell, row, channel]. A cell is a position of y or, after a max-pool, an output of the pool that still has to be put at its winner.
/// </summary>
/// <param name="layout">y's layout: a cell for each position.</param>
internal readonly unsafe struct Cotangents<T>(T* d, int rows, TensorLayout layout)
    where T : unmanaged
{
    public T* D { get; init; } = d;

    public int Rows { get; } = rows;

    /// <summary>Grid of cells.</summary>
    public int Height { get; } = layout.Shape.Height;

    public int Width { get; } = layout.Shape.Width;

    /// <summary>Channels that mean something; the rest up to <see cref="Stride"/> is zero.</summary>
    public int Channels { get; } = layout.Shape.Channels;

    /// <summary>Elements of one row of one cell.</summary>
    public int Stride { get; } = layout.ChannelStride;

    /// <summary>Position of y that each (cell, channel) belongs to, or null where cell and position are the same.</summary>
    public int* Target { get; init; }

    /// <summary>Not zero where a (cell, channel) may be other than zero; null: everywhere. Shape [cell, channel].</summary>
    public T* Support { get; init; }

    /// <summary>y at each (cell, channel), where a max-pool has just been undone; otherwise null. Rows of cells are <see cref="ValuesPitch"/> apart.</summary>
    public T* Values { get; init; }

    public int ValuesPitch { get; init; }

    /// <summary>D is the identity: y are the logits themselves.</summary>
    public bool IsIdentity { get; init; }

    public int Cells => Height * Width;

    public int CellPitch => Rows * Stride;
}
