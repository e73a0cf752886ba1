using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Tests.Oracle;
using Xunit;

namespace StructuralError.Tests.Engines;

/// <summary>The oracle passes its own suite: what it says is checked against PyTorch and against finite differences first.</summary>
[Trait("Speed", "Slow")]
public sealed class ScalarEngineConformance : EngineConformance
{
    protected override int[] ThreadCounts => [1];

    protected override IEngine Create(Network network, Precision precision, int batchCapacity, int threads, long seed) =>
        new ScalarEngine(network, precision, batchCapacity, seed);
}
