namespace StructuralError.Cuda.Planning;

/// <summary>How the derivative of elementwise layers is had from a buffer; <c>Kernels/cotangents.h</c>.</summary>
internal enum FactorMode
{
    None = 0,

    /// <summary>1 where the buffer is positive, otherwise 0: a ReLU by its own output.</summary>
    Positive = 1,

    /// <summary>The buffer holds the derivative.</summary>
    Value = 2,
}
