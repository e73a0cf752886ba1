using System.Collections.Immutable;
using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Networks.Layers;

namespace StructuralError.Cpu;

/// <summary>The engine of the processor: always there.</summary>
/// <param name="processorName">What its maker calls the processor, asked for where it is listed.</param>
public sealed class CpuEngineProvider(Func<string> processorName) : IEngineProvider
{
    public const string ProviderName = "cpu";

    public string Name => ProviderName;

    public DeviceList Devices() => new([Describe()], null, null);

    public IEngine Create(Network network, EngineOptions options, int ordinal) => CpuEngine.Create(network, options);

    public IReadOnlyList<IEngine>? TryCreateReplicas(Network network, EngineOptions options, int ordinal, IReadOnlyList<long> seeds) => null;

    public int MostReplicas(Network network, EngineOptions options, int ordinal, params ReadOnlySpan<Dataset> data) => 1;

    public void Release()
    {
        // Its memory is the process's own.
    }

    /// <summary>The instruction set is what an engine says it would use.</summary>
    private Device Describe()
    {
        TensorShape shape = TensorShape.Vector(1);
        ImmutableSortedDictionary<string, int> noValues = ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);
        var smallest = new Network("smallest", "smallest", shape, 1, [new LinearLayer(0, shape, shape, true)], noValues);
        using IEngine engine = Create(smallest, new EngineOptions(Precision.F32, 1, 1, 0), 0);
        return new Device(
            new DeviceRequest(ProviderName), 0, processorName(), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, engine.Info.InstructionSet,
            Environment.ProcessorCount, null);
    }
}
