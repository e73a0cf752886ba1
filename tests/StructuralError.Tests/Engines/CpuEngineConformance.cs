using StructuralError.Cpu;
using StructuralError.Engines;
using StructuralError.Networks;

namespace StructuralError.Tests.Engines;

public sealed class CpuEngineConformance : EngineConformance
{
    protected override IEngine Create(Network network, Precision precision, int batchCapacity, int threads, long seed) =>
        CpuEngine.Create(network, new CpuEngineOptions(precision, batchCapacity, threads, seed));
}
