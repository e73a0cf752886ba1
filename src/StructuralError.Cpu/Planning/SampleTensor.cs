namespace StructuralError.Cpu.Planning;

/// <summary>Activations of one sample in one worker's memory.</summary>
internal sealed unsafe class SampleTensor<T>(T* memory, TensorLayout layout)
    where T : unmanaged
{
    public TensorLayout Layout { get; } = layout;

    /// <summary>Position (0, 0).</summary>
    public T* Origin { get; } = memory + layout.Origin;

    public T* Row(int y) => Origin + (y * Layout.RowPitch);
}
