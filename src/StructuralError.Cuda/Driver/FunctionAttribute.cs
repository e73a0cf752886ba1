namespace StructuralError.Cuda.Driver;

/// <summary><c>CUfunction_attribute</c>: those that are asked for or set.</summary>
internal enum FunctionAttribute
{
    MaximalThreads = 0,
    LocalBytes = 3,
    Registers = 4,

    /// <summary>Above 48 KiB a kernel must ask for it.</summary>
    DynamicSharedBytes = 8,
}
