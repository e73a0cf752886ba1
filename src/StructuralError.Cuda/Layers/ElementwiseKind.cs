namespace StructuralError.Cuda.Layers;

/// <summary>Functions of <c>Kernels/elementwise_forward.cu</c>.</summary>
internal enum ElementwiseKind
{
    Relu = 0,
    Tanh = 1,
    Sigmoid = 2,
    Gelu = 3,
    Dropout = 4,
}
