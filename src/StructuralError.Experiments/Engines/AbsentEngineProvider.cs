using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;

namespace StructuralError.Experiments.Engines;

/// <summary>A kind of engine that this build is without: named, so that whoever asks for it learns what to do.</summary>
/// <param name="problem">Why it is not there and how to get it.</param>
public sealed class AbsentEngineProvider(string name, string problem) : IEngineProvider
{
    public string Name => name;

    public bool IsAutomatic => false;

    public DeviceList Devices() => new([], null, problem) { Summary = $"no {name}: {problem}" };

    public IEngine Create(Network network, EngineOptions options, int ordinal) => throw Missing();

    public IReadOnlyList<IEngine>? TryCreateReplicas(Network network, EngineOptions options, int ordinal, IReadOnlyList<long> seeds) => throw Missing();

    public int MostReplicas(Network network, EngineOptions options, int ordinal, params ReadOnlySpan<Dataset> data) => throw Missing();

    public IReferee TryCreateReferee(Network network) => throw Missing();

    public void Release()
    {
        // There is nothing to hold.
    }

    private UserErrorException Missing() => new(FailureKind.Unavailable, problem);
}
