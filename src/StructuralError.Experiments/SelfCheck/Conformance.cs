using StructuralError.Core.Engines;
using StructuralError.Experiments.Engines;
using StructuralError.Experiments.Specs;

namespace StructuralError.Experiments.SelfCheck;

/// <summary>
/// What an engine must show on the machine it runs on, without the test project: PyTorch's values, the identities that hold on every sample, agreement with
/// the processor's engine, the same bits again and with steps announced.
/// </summary>
/// <param name="device">The engines that are checked.</param>
/// <param name="processor">The engines they are compared with: the processor's, on one thread.</param>
public sealed class Conformance(EngineFactory device, EngineFactory processor)
{
    private const string TrialNetwork = "residual-convolution";
    private const int TrialSteps = 3;

    /// <summary>What <c>selfcheck</c> checks on a device.</summary>
    /// <param name="against">Whose referee takes the place of the suite; null for the suite.</param>
    /// <exception cref="EngineException">There is no such referee, or it cannot be used here.</exception>
    public static IEnumerable<Check> Of(DeviceChoice device, EngineProviders engines, string? against)
    {
        EngineFactory checkedEngines = engines.FactoryOf(device.Device, ComputeThreads.Available);
        if (against is null)
        {
            return new Conformance(checkedEngines, engines.FactoryOf(engines.ProcessorChoice.Device, threads: 1)).All();
        }

        var referees = new RefereeChecks(checkedEngines, network => engines.CreateReferee(network, against));
        referees.Require();
        return referees.All();
    }

    /// <summary>All checks, none of them carried out yet.</summary>
    public IEnumerable<Check> All() =>
    [
        .. new ReferenceChecks(device).All(),
        .. new IdentityChecks(device).All(),
        .. new AgreementChecks(device, processor).All(),
        .. new RepetitionChecks(device).All(),
        .. new EvaluationChecks(device).All(),
    ];

    /// <summary>A few steps of a small convolutional network in both precisions, for a device that was not asked for by name: a second at most.</summary>
    public IEnumerable<Check> Trial() =>
        Limits.Precisions.Select(precision => new AgreementChecks(device, processor).Of(SampleNetwork.Find(TrialNetwork), precision, TrialSteps));
}
