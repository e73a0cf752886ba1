using StructuralError.Core.Engines;
using StructuralError.Experiments.Engines;
using StructuralError.Experiments.Specs;

namespace StructuralError.Experiments.SelfCheck;

/// <summary>What <c>selfcheck</c> checks on a device.</summary>
public static class DeviceChecks
{
    /// <param name="against">Whose referee takes the place of the suite; null for the suite.</param>
    /// <exception cref="EngineException">There is no such referee, or it cannot be used here.</exception>
    public static IEnumerable<Check> Of(DeviceChoice device, EngineProviders engines, string? against)
    {
        ArgumentNullException.ThrowIfNull(engines);
        EngineFactory checkedEngines = engines.FactoryOf(device.Device, ComputeThreads.Available);
        if (against is null)
        {
            return new Conformance(checkedEngines, engines.FactoryOf(engines.ProcessorChoice.Device, threads: 1)).All();
        }

        var referees = new RefereeChecks(checkedEngines, network => engines.CreateReferee(network, against));
        referees.Require();
        return referees.All();
    }
}
