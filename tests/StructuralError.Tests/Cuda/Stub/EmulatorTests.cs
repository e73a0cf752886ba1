using Xunit;

namespace StructuralError.Tests.Cuda.Stub;

[Collection(CudaTests.Name)]
public sealed class EmulatorTests : StubTest
{
    /// <summary>Barriers, shuffles, warp sums, partial masks in three orders of the threads, and that misuse is reported: see Stub/check.cpp.</summary>
    [Fact]
    public void Emulator_OwnChecks_Pass() => Assert.Empty(StubDriver.Check());
}
