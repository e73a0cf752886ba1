using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Tests.Oracle;

namespace StructuralError.Tests.Engines;

/// <summary>The oracle passes its own suite: what it says is checked against PyTorch and against finite differences first.</summary>
public sealed class ScalarEngineConformance : EngineConformance
{
    protected override IEngine Create(Network network, Precision precision, int batchCapacity, int threads, long seed) =>
        new ScalarEngine(network, precision, batchCapacity, seed);
}
