using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Experiments.Datasets;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Train;

namespace StructuralError.Experiments.Measure;

/// <summary>Measures a grid of networks as they are drawn, untrained: resolve, load the data, choose a device, measure.</summary>
/// <param name="progress">Is given the number of networks once it is known, and makes what is told how many of them are done; null for nobody.</param>
public sealed class InitialMeasurements(ExperimentServices services, InitialGrid grid, Func<int, IProgress<int>?>? progress = null)
{
    /// <summary>The data's real name, once <see cref="Measure"/> has loaded them.</summary>
    public string Dataset { get; private set; } = grid.Common.Dataset;

    /// <returns>One result a network, in the grid's order.</returns>
    /// <exception cref="UserErrorException">What is wrong with the networks, the data or the device.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was triggered; it is looked at between networks.</exception>
    public IReadOnlyList<InitialMeasurement> Measure(CancellationToken cancellation = default)
    {
        if (services.Datasets.Preview(grid.Common) is { } preview)
        {
            // All that is wrong with the networks is told before data are loaded or fetched.
            _ = grid.Resolve(services, preview.Shape, preview.Classes);
        }

        DatasetPair data = services.Datasets.Load(grid.Common, cancellation);
        Dataset = data.Name;
        if (grid.Common.Probe is { } probe)
        {
            RunPlan.RequireProbe(probe, data);
        }

        DatasetPreview described = RunPlan.Describe(data);
        IReadOnlyList<InitialNetwork> networks = grid.Resolve(services, described.Shape, described.Classes);
        DeviceChoice device = services.Devices.Choose(grid.Common.Device);
        services.Notices.SayDevice(grid.Common.Device, device);
        return new InitialStructure(services, data, device.Device).Measure(networks, progress?.Invoke(networks.Count), cancellation);
    }
}
