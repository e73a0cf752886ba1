using System.Collections.Immutable;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Experiments.Datasets;
using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Models;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Specs;
using StructuralError.Experiments.Train;

namespace StructuralError.Experiments.Paper;

/// <summary>The networks at initialisation: those measured before are read back, the others are measured, model by model.</summary>
/// <param name="services">Its data sets are loaded once.</param>
/// <param name="path">The table that keeps them.</param>
/// <param name="progress">Is given the number of networks to measure, and makes what is told how many of them are done; null for nobody.</param>
public sealed class NetworkMeasurements(ExperimentServices services, ReproductionSettings settings, string path, Func<int, IProgress<int>?>? progress = null)
{
    /// <summary>Networks measured by this start.</summary>
    public int Measured { get; private set; }

    /// <summary>One result for each network and seed.</summary>
    /// <exception cref="OperationCanceledException">What was measured of earlier models is kept.</exception>
    public IReadOnlyList<InitialMeasurement> Complete(IReadOnlyList<PlannedNetwork> networks, CancellationToken cancellation)
    {
        List<InitialMeasurement> known = File.Exists(path) ? [.. InitializationColumns.Table.Read(path, services.Notices.Warn, cancellation)] : [];
        var present = known.Select(Key).ToHashSet();
        foreach (IGrouping<string, PlannedNetwork> model in networks.GroupBy(network => network.Model, StringComparer.Ordinal))
        {
            (PlannedNetwork Network, long Seed)[] missing =
            [
                .. model.SelectMany(network => settings.SeedValues.Select(seed => (network, seed)))
                    .Where(pair => !present.Contains(Key(pair.network, pair.seed))),
            ];
            if (missing.Length > 0)
            {
                known.AddRange(Measure(missing, cancellation));
                InitializationColumns.Write(path, known.OrderBy(Key));
                Measured += missing.Length;
            }
        }

        var wanted = networks.SelectMany(network => settings.SeedValues.Select(seed => Key(network, seed))).ToHashSet();
        return [.. known.Where(network => wanted.Contains(Key(network)))];
    }

    private IReadOnlyList<InitialMeasurement> Measure((PlannedNetwork Network, long Seed)[] planned, CancellationToken cancellation)
    {
        DatasetPair data = services.Datasets.Load(settings.Common, cancellation);
        DatasetPreview described = RunPlan.Describe(data);
        ModelFile model = services.LoadModel(settings.Member.ModelOf(planned[0].Network.Model));
        InitialNetwork[] networks = [.. planned.Select(pair => Resolve(pair.Network, pair.Seed, model, described))];
        services.Notices.Say(FormattableString.Invariant($"measuring {networks.Length} networks of model {planned[0].Network.Model} at initialisation"));
        DeviceChoice device = services.Devices.Choose(settings.Common.Device);
        IReadOnlyList<InitialMeasurement> measured =
            new InitialStructure(services, data, device.Device).Measure(networks, progress?.Invoke(networks.Length), cancellation);
        return [.. measured.Select(network => network with { Model = planned[0].Network.Model })];
    }

    private InitialNetwork Resolve(PlannedNetwork planned, long seed, ModelFile model, DatasetPreview data)
    {
        ImmutableSortedDictionary<string, int> values = settings.NetworkValues(planned.Model, planned.K, planned.Width);
        RunSpec spec = settings.Common with { Model = settings.Member.ModelOf(planned.Model), Network = values, Seed = seed };
        return InitialNetwork.Of(spec, model.Resolve(values, data.Shape, data.Classes));
    }

    private static (string Model, int K, int Width, long Seed) Key(InitialMeasurement network) => (network.Model, network.K, network.Width, network.Seed);

    private (string Model, int K, int Width, long Seed) Key(PlannedNetwork network, long seed) =>
        (network.Model, network.K, settings.Member.WidthOf(network.Width), seed);
}
