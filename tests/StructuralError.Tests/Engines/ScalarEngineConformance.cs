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

    /// <summary>As many as hold every layer type. The other engines are compared with the oracle on all of theirs, and must keep the same identities there.</summary>
    protected override int RandomCases => 40;

    protected override IEngine Create(Network network, Precision precision, int batchCapacity, int threads, long seed) =>
        new ScalarEngine(network, precision, batchCapacity, seed);
}
