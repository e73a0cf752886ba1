using System.Globalization;
using StructuralError.Core.Common;
using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Reporting.Html.Model;
using StructuralError.Reporting.Html.Reading;
using StructuralError.Runs.Columns;
using StructuralError.Runs.Directories;

namespace StructuralError.Reporting.Paper;

/// <summary>Reads what figures and claims are made of from the directories of finished runs.</summary>
public static class ReproductionReader
{
    /// <param name="dataset">Its real name.</param>
    /// <param name="runs">Run directories; they are put in the order of model, k and seed.</param>
    /// <param name="networks">Networks at initialisation; they are put in the order of model, width, k and seed.</param>
    /// <param name="warn">Is told what was passed over.</param>
    /// <exception cref="UserErrorException">
    /// <see cref="ExitCodes.BadData"/>: a run is not finished, or a file of it is broken; <see cref="ExitCodes.InputOutput"/>: a file cannot be read.
    /// </exception>
    public static ReproductionData Read(string dataset, bool isQuick, IEnumerable<string> runs, IEnumerable<InitialMeasurement> networks, Action<string>? warn = null) => new()
    {
        Dataset = dataset,
        IsQuick = isQuick,
        Runs = [.. runs.Select(run => Read(run, warn)).OrderBy(run => run.Model, StringComparer.Ordinal).ThenBy(run => run.K).ThenBy(run => run.Seed)],
        Initial =
        [
            .. networks.OrderBy(network => network.Model, StringComparer.Ordinal).ThenBy(network => network.Width).ThenBy(network => network.K).ThenBy(network => network.Seed),
        ],
    };

    private static TrainedRun Read(string directory, Action<string>? warn)
    {
        if (RunInspection.Of(directory).State != RunState.Finished)
        {
            throw Bad(directory, "is not the directory of a finished run");
        }

        RunRecord record = RunRecordReader.Read(directory, warn);
        return new TrainedRun
        {
            Name = record.Name,
            Model = record.Network.Name ?? throw Bad(directory, "does not say which model was trained"),
            K = (int)Whole(directory, "k", record.Network.Values.FirstOrDefault(value => value.Key == "k").Value),
            Seed = Whole(directory, "seed", record.Seed),
            Parameters = record.Network.Parameters ?? throw Bad(directory, "does not say how many parameters the network has"),
            Steps = StepColumns.Table.Read(Path.Combine(directory, RunDirectory.StepsName), warn),
            Layers = Optional(directory, RunDirectory.LayersName, path => LayerColumns.Table.Read(path, warn)),
            Independence = Optional(directory, RunDirectory.IndependenceName, path => IndependenceColumns.Table.Read(path, warn)),
            TestAccuracy = record.Results.TestAccuracy,
            TrainingSeconds = record.Results.TrainingSeconds,
        };
    }

    private static IReadOnlyList<T> Optional<T>(string directory, string name, Func<string, IReadOnlyList<T>> read)
    {
        string path = Path.Combine(directory, name);
        return File.Exists(path) ? read(path) : [];
    }

    private static long Whole(string directory, string name, string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : throw Bad(directory, $"does not say its {name}");

    private static UserErrorException Bad(string directory, string what) =>
        new(ExitCodes.BadData, $"{directory}: {what}; remove the directory and run the command again.");
}
