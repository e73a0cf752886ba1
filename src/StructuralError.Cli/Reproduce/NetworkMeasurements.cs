using System.Collections.Immutable;
using StructuralError.Cli.Measuring;
using StructuralError.Cli.Queue;
using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Paper;

namespace StructuralError.Cli.Reproduce;

/// <summary>The networks at initialisation: those measured before are read back, the others are measured, model by model.</summary>
internal sealed class NetworkMeasurements(CliContext context, ReproductionSettings settings, DatasetCache datasets, string path, bool quiet)
{
    /// <summary>Networks measured by this start.</summary>
    public int Measured { get; private set; }

    /// <summary>One result for each network and seed.</summary>
    /// <exception cref="OperationCanceledException">What was measured of earlier models is kept.</exception>
    public IReadOnlyList<InitialMeasurement> Complete(IReadOnlyList<PlannedNetwork> networks, CancellationToken cancellation)
    {
        List<InitialMeasurement> known = File.Exists(path) ? [.. InitializationColumns.Table.Read(path, context.Warn)] : [];
        var present = known.Select(Key).ToHashSet();
        foreach (IGrouping<string, PlannedNetwork> model in networks.GroupBy(network => network.Model, StringComparer.Ordinal))
        {
            (PlannedNetwork Network, long Seed)[] missing =
                [.. model.SelectMany(network => settings.SeedValues.Select(seed => (network, seed))).Where(pair => !present.Contains((pair.network.Model, pair.network.K, pair.network.Width, pair.seed)))];
            if (missing.Length > 0)
            {
                known.AddRange(Measure(missing, cancellation));
                InitializationColumns.Write(path, known.OrderBy(Key));
                Measured += missing.Length;
            }
        }

        var wanted = networks.SelectMany(network => settings.SeedValues.Select(seed => (network.Model, network.K, network.Width, seed))).ToHashSet();
        return [.. known.Where(network => wanted.Contains(Key(network)))];
    }

    private IReadOnlyList<InitialMeasurement> Measure((PlannedNetwork Network, long Seed)[] planned, CancellationToken cancellation)
    {
        DatasetPair data = datasets.Load(settings.Common);
        (TensorShape shape, int classes) = (data.Train.SampleShape, 1 + Math.Max(data.Train.Labels.Max(), data.Test.Labels.Max()));
        ModelFile model = context.Services.LoadModel(planned[0].Network.Model);
        InitialNetwork[] networks = [.. planned.Select(pair => Resolve(pair.Network, pair.Seed, model, shape, classes))];
        if (!quiet)
        {
            context.Error.WriteLine(FormattableString.Invariant($"measuring {networks.Length} networks of model {planned[0].Network.Model} at initialisation"));
        }

        DeviceChoice device = context.Devices.Choose(settings.Common.Device);
        MeasureProgress? progress = quiet ? null : new MeasureProgress(context.Error, context.Time, networks.Length);
        return new InitialStructure(context.Services, data, device.Device).Measure(networks, progress, cancellation);
    }

    private InitialNetwork Resolve(PlannedNetwork planned, long seed, ModelFile model, TensorShape shape, int classes)
    {
        ImmutableSortedDictionary<string, int> values = ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal)
            .Add("k", planned.K).Add(PaperPlan.WidthName(planned.Model), planned.Width);
        return InitialNetwork.Of(settings.Common with { Model = planned.Model, Network = values, Seed = seed }, model.Resolve(values, shape, classes));
    }

    private static (string Model, int K, int Width, long Seed) Key(InitialMeasurement network) => (network.Model, network.K, network.Width, network.Seed);
}
