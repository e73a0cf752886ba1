using StructuralError.Cli.Devices;
using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Experiments.Measure;

namespace StructuralError.Cli.Measuring;

/// <summary>Carries out <c>measure</c>: resolve, load the data, measure, write. Nothing is written unless all of it is there.</summary>
internal sealed class MeasureRun(CliContext context, InitialGrid grid, MeasureOptions options)
{
    public int Execute()
    {
        using Interruption interruption = context.Listen();
        try
        {
            Execute(interruption.Token);
            return ExitCodes.Success;
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            context.Error.WriteLine("error: interrupted; nothing was written.");
            return interruption.ExitCode;
        }
    }

    private void Execute(CancellationToken cancellation)
    {
        RequireFree();
        DatasetPreview? preview = context.Services.Preview(grid.Common);
        if (preview is not null)
        {
            // All that is wrong with the networks is told before data are loaded or fetched.
            _ = grid.Resolve(context.Services, preview.Shape, preview.Classes);
        }

        DatasetPair data = context.Services.LoadDataset(grid.Common, context.Error, options.Quiet, cancellation);
        RequireProbe(data);
        (TensorShape shape, int classes) = (data.Train.SampleShape, 1 + Math.Max(data.Train.Labels.Max(), data.Test.Labels.Max()));
        IReadOnlyList<InitialNetwork> networks = grid.Resolve(context.Services, shape, classes);
        DeviceChoice device = context.Devices.Choose(grid.Common.Device);
        DeviceLine.Write(context.Error, grid.Common.Device, device, options.Quiet);
        long start = context.Time.GetTimestamp();
        MeasureProgress? progress = options.Quiet ? null : new MeasureProgress(context.Error, context.Time, networks.Count);
        IReadOnlyList<InitialMeasurement> results = new InitialStructure(context.Services, data, device.Device).Measure(networks, progress, cancellation);
        InitializationColumns.Write(options.Out, results);
        if (!options.Quiet)
        {
            double seconds = context.Time.GetElapsedTime(start).TotalSeconds;
            context.Out.WriteLine(FormattableString.Invariant($"{options.Out}: {results.Count} networks at initialisation on {data.Name}, {results[0].Independence.Samples} samples each, {seconds:F1} s"));
        }
    }

    private void RequireFree()
    {
        if (Directory.Exists(options.Out))
        {
            throw new UserErrorException(ExitCodes.CannotCreate, $"{options.Out}: is a directory; give --out the name of a file.");
        }

        if (File.Exists(options.Out) && !options.Force)
        {
            throw new UserErrorException(ExitCodes.CannotCreate, $"{options.Out}: is there already; give another --out, or --force to replace it.");
        }
    }

    private void RequireProbe(DatasetPair data)
    {
        if (grid.Common.Probe is { } probe && (probe.Split == "train" ? data.Train : data.Test) is { } split && probe.Count > split.Count)
        {
            throw new UserErrorException(ExitCodes.Usage, FormattableString.Invariant(
                $"probe: {probe.Split}:{probe.Count} asks for more samples than the {split.Count} that {data.Name} has in that split."));
        }
    }
}

/// <summary>How networks are measured; nothing here changes the numbers.</summary>
/// <param name="Out">The file.</param>
internal sealed record MeasureOptions(string Out, bool Force, bool Quiet);
