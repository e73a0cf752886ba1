namespace StructuralError.Cpu.Kernels;

/// <summary>Neighbouring places, such as the output columns that see an input column.</summary>
internal struct PlaceRange
{
    public int First;

    /// <summary>Behind the last one.</summary>
    public int End;
}
