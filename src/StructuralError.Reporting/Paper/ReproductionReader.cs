using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Experiments.Measure;
using StructuralError.Experiments.Paper;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Runs;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;
using StructuralError.Runs.Tables;

namespace StructuralError.Reporting.Paper;

/// <summary>Reads what figures and claims are made of from the directories of finished runs.</summary>
public static class ReproductionReader
{
    /// <param name="dataset">Its real name.</param>
    /// <param name="runs">
    /// Run directories, each with what it was planned as, null for what it says of itself; they are put in the order of model, k and seed.
    /// </param>
    /// <param name="networks">Networks at initialisation; they are put in the order of model, width, k and seed.</param>
    /// <param name="warn">Is told what was passed over.</param>
    /// <exception cref="UserErrorException">
    /// <see cref="FailureKind.BadData"/>: a run is not finished, or a file of it is broken; <see cref="FailureKind.InputOutput"/>: a file cannot be read.
    /// </exception>
    public static ReproductionData Read(
        string dataset, bool isQuick, IEnumerable<(string Directory, PlannedTraining? Planned)> runs, IEnumerable<InitialMeasurement> networks,
        Action<string>? warn = null)
    {
        (PlannedTraining? Planned, TrainedRun Run)[] read = [.. runs.Select(run => (run.Planned, Read(run.Directory, run.Planned?.Model, warn)))];
        var data = new ReproductionData
        {
            Dataset = dataset,
            IsQuick = isQuick,
            Runs =
            [
                .. read.Where(run => !IsVaried(run.Planned)).Select(run => run.Run)
                    .OrderBy(run => run.Model, StringComparer.Ordinal).ThenBy(run => run.K).ThenBy(run => run.Seed),
            ],
            Initial =
            [
                .. networks.OrderBy(network => network.Model, StringComparer.Ordinal)
                    .ThenBy(network => network.Width).ThenBy(network => network.K).ThenBy(network => network.Seed),
            ],
        };
        return data with { Trials = TrainedTrials.Of([.. read.Where(run => IsVaried(run.Planned)).Select(run => (run.Planned!.Value, run.Run))], data) };
    }

    private static bool IsVaried(PlannedTraining? planned) => planned is { Variation.Length: > 0 };

    private static TrainedRun Read(string directory, string? model, Action<string>? warn)
    {
        if (Run.Find(directory, out _) is not { State: RunState.Finished } run)
        {
            throw Bad(directory, "is not the directory of a finished run");
        }

        FinishedFiles.Require(directory, directory, run.Manifest, RunDirectory.StepsName, RunDirectory.LayersName, RunDirectory.IndependenceName);

        // A summary that cannot be understood gives no results, and does not keep the rows from being read.
        RunSummary? summary = RunSummary.ReadPart(run.File(RunDirectory.SummaryName), out _);
        return new TrainedRun
        {
            Name = run.Name,
            Model = model ?? run.Manifest.Network?.Name ?? throw Bad(directory, "does not say which model was trained"),
            K = (int)Whole(directory, "k", run.Manifest.NetworkValue("k")),
            Seed = Whole(directory, "seed", run.Manifest.SpecValue("seed")),
            Parameters = run.Manifest.Network?.Parameters ?? throw Bad(directory, "does not say how many parameters the network has"),
            Steps = RunTables.Steps.Read(run.File(RunDirectory.StepsName), warn),
            Layers = run.Layers(warn),
            Independence = run.Independence(warn),
            TestAccuracy = summary?.TestAccuracy,
            TestLoss = summary?.TestLoss,
            TrainingSeconds = summary?.TrainingSeconds,
        };
    }

    private static long Whole(string directory, string name, JsonElement value) => value.WholeAt() ?? throw Bad(directory, $"does not say its {name}");

    private static UserErrorException Bad(string directory, string what) =>
        new(FailureKind.BadData, $"{directory}: {what}; remove the directory and run the command again.");
}
