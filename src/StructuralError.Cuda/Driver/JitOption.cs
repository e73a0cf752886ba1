namespace StructuralError.Cuda.Driver;

/// <summary><c>CUjit_option</c>: those that are given.</summary>
internal enum JitOption
{
    ErrorLog = 5,

    /// <summary>The size is passed in the place of a pointer.</summary>
    ErrorLogBytes = 6,
}
