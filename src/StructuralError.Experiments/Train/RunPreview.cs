using StructuralError.Core.Engines;
using StructuralError.Experiments.Devices;
using StructuralError.Experiments.Services;
using StructuralError.Runs.Directories;

namespace StructuralError.Experiments.Train;

/// <summary>What carrying out a plan would come to. Nothing is started, and nothing downloaded.</summary>
public sealed class RunPreview(RunPlan plan, RunOptions options, ExperimentServices services)
{
    /// <summary>False where the data set's name depends on a download.</summary>
    public bool IsDatasetCertain => plan.Data is not null || services.Datasets.Preview(plan.Spec) is { IsCertain: true };

    /// <summary>What a run from its first step on would write, all of it.</summary>
    public SpaceForecast Space => SpaceForecast.Of(plan.Spec, plan.Network, plan.TrainSamples);

    /// <summary>Bytes that are free where the run directory lies; null where that is not known.</summary>
    public long? FreeSpace => services.FreeSpace(plan.Path);

    /// <summary>What would become of the run directory, in words.</summary>
    public string Outlook => services.Inspect(plan.Path) switch
    {
        { Manifest: not null } when options.Force => "replace the run that is there (--force)",
        { State: RunState.Missing or RunState.Empty } => options.Resume == ResumeMode.Require
            ? "refuse: there is no run to continue (--resume require)"
            : "train",
        { State: RunState.Foreign } found => $"refuse: {plan.Path} is not a run directory: {found.Reason}",
        { Manifest.SpecHash: var hash } when hash != plan.Identity.SpecHash => "refuse: another run is there; --force would replace it",
        { State: RunState.Finished } => "do nothing: the run is finished",
        _ => options.Resume switch
        {
            ResumeMode.Never => "refuse: an unfinished run is there; --resume auto would continue it, --force would start it over",
            ResumeMode.Require => "continue the unfinished run from its last good checkpoint; refuse where it has none",
            _ => "continue the unfinished run from its last good checkpoint; start over where it has none",
        },
    };

    /// <summary>What the engine would compute, layer by layer.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was triggered.</exception>
    public IReadOnlyList<LayerPlan> Layers(CancellationToken cancellation = default)
    {
        RunPlan.RequireMemory(plan.Network, plan.Spec, plan.BatchCapacity);
        DeviceChoice device = services.Devices.Choose(plan.Spec.Device, options.Force ? null : RunDevice.Of(services.Inspect(plan.Path)));
        services.Notices.SayDevice(plan.Spec.Device, device);
        using IEngine engine = services.CreateEngine(plan.Network, plan.Spec, plan.BatchCapacity, device.Device, cancellation);
        return engine.Plan;
    }
}
