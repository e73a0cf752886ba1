using Xunit;

namespace StructuralError.Tests.Cuda;

/// <summary>Tests on the stub driver: it is one for the process, so they run one after the other, and each finds it as after loading.</summary>
[CollectionDefinition(Name)]
public sealed class CudaTests
{
    public const string Name = "CUDA";
}
