namespace StructuralError.Tests.Cuda.Stub;

/// <summary>As the stub numbers them.</summary>
internal enum StubOrder
{
    Forward,
    Backward,
    Shuffled,
}
