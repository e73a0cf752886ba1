using Xunit;

namespace StructuralError.Tests.Cuda;

/// <summary>Tests on the stub driver: it is one for the process, so they run one after the other, and each finds it as after loading. All are slow: the first builds the stub, which takes g++ a minute.</summary>
[CollectionDefinition(Name)]
[Trait("Speed", "Slow")]
public sealed class CudaTests
{
    public const string Name = "CUDA";
}
