namespace StructuralError.Cpu.Kernels;

/// <summary>A number the JIT sees as a constant.</summary>
internal interface ICount
{
    static abstract int Value { get; }
}
