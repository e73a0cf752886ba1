using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Cuda;
using StructuralError.Tests.Cuda.Stub;
using StructuralError.Tests.Engines;
using Xunit;

namespace StructuralError.Tests.Cuda.Engine;

/// <summary>Engines on the stub driver; afterwards nothing is left allocated.</summary>
public abstract class CudaEngineTest : StubTest
{
    private readonly int _allocations = StubDriver.Leaks();

    /// <summary>Whether the device ended in a state in which it frees nothing.</summary>
    protected bool DeviceIsLost { get; set; }

    internal static IEngine Create(Network network, int batchCapacity, Precision precision = Precision.F32, long seed = 1) =>
        new CudaEngineProvider().Create(network, new EngineOptions(precision, batchCapacity, 1, seed), 0);

    internal static ParameterSet Saved(IEngine engine, Network network)
    {
        var parameters = new ParameterSet(network);
        engine.Save(parameters);
        return parameters;
    }

    internal static ParameterSet Drawn(Network network, int seed = 3) => new RandomNetworks(new System.Random(seed), dropout: false).DrawParameters(network);

    protected override void Dispose(bool disposing)
    {
        int leaks = StubDriver.Leaks() - _allocations;
        base.Dispose(disposing);
        Assert.True(DeviceIsLost || leaks == 0, $"{leaks} allocations were not freed");
    }
}
