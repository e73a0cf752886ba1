using System.Text.Json.Nodes;
using StructuralError.Core.Common;
using StructuralError.Core.Structure;
using StructuralError.Experiments.Paper;
using StructuralError.Experiments.Paper.Evidence;
using StructuralError.Experiments.Specs;
using StructuralError.Reporting.Paper;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;
using StructuralError.Runs.Tables;
using StructuralError.Tests.Reporting.Csv;
using StructuralError.Tests.Running;
using Xunit;

namespace StructuralError.Tests.Reporting.Paper;

public sealed class ReproductionReaderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Read_RunsInOrderWithWhatTheirFilesSay()
    {
        string[] runs = [Write("b", 0, seed: 1), Write("a", 3, seed: 0), Write("a", 1, seed: 2), Write("a", 1, seed: 1)];
        ReproductionData data = ReproductionReader.Read("digits", isQuick: true, runs.Select(run => (run, (PlannedTraining?)null)), []);

        Assert.Equal(("digits", true), (data.Dataset, data.IsQuick));
        Assert.Equal(["a 1 1", "a 1 2", "a 3 0", "b 0 1"], data.Runs.Select(run => $"{run.Model} {run.K} {run.Seed}"));
        TrainedRun run = data.Runs[2];
        Assert.Equal(("a-k3-s0", 0.75, 2.5), (run.Name, run.TestAccuracy, run.TrainingSeconds));
        Assert.Equal(Tiny.Network("a", 3).ParameterCount, run.Parameters);
        Assert.Equal([Rows.Make(0), Rows.Make(1)], run.Steps);
        Assert.Empty(run.Layers);
        Assert.Empty(run.Independence);
    }

    [Fact]
    public void Read_NotFinishedOrBroken_NamesTheRun()
    {
        string run = Write("a", 1, seed: 0);
        File.AppendAllText(Path.Combine(run, RunDirectory.StepsName), "nonsense\n");
        Assert.Contains(RunDirectory.StepsName, Throws(run).Message, StringComparison.Ordinal);

        File.Delete(Path.Combine(run, RunDirectory.SummaryName));
        Assert.StartsWith($"{run}: is not the directory of a finished run", Throws(run).Message, StringComparison.Ordinal);
        Assert.StartsWith(_directory.File("nowhere"), Throws(_directory.File("nowhere")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TableOfRuns_OneRowARunWithMeansOverTheLastFiftySteps()
    {
        string run = Write("a", 1, seed: 0, rows: 120);
        ReproductionData data = ReproductionReader.Read("digits", isQuick: false, [(run, null)], []);
        string[] lines = System.Text.Encoding.UTF8.GetString(TrainedRunColumns.ToBytes(data.Runs)).TrimEnd('\n').Split('\n');

        Assert.Equal(2, lines.Length);
        Dictionary<string, string> row = lines[0].Split(',').Zip(lines[1].Split(',')).ToDictionary();
        Assert.Equal(("a-k1-s0", "a", "1", "0", "120", "0.75"), (row["run"], row["model"], row["k"], row["seed"], row["measured_steps"], row["test_accuracy"]));
        Assert.Equal("360", row["theorem3_violations"]);
        Assert.Equal(-0.4 + 94.5, double.Parse(row["final_U"], System.Globalization.CultureInfo.InvariantCulture), 1e-9);
        Assert.Equal(-0.4 + 24.5, double.Parse(row["initial_U"], System.Globalization.CultureInfo.InvariantCulture), 1e-9);
        Assert.Equal(string.Empty, row["onset_step"]);
    }

    private static UserErrorException Throws(string run)
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => ReproductionReader.Read("digits", false, [(run, null)], []));
        Assert.Equal(FailureKind.BadData, error.Kind);
        return error;
    }

    /// <summary>A finished run; with more than two rows, all values rise by 1 each step.</summary>
    private string Write(string model, int k, long seed, int rows = 2)
    {
        string run = _directory.File($"{model}-k{k}-s{seed}");
        RunManifest manifest = Manifests.Of(SpecFields.Defaults with { Seed = seed }, network: Tiny.Network(model, k)) with { Outcome = RunOutcome.Completed };
        _directory.Write($"{Path.GetFileName(run)}/{RunDirectory.ManifestName}", manifest.ToJson());
        IEnumerable<StepRow> steps = Enumerable.Range(0, rows).Select(step => Rows.Make(step, rows > 2 ? step : 0));
        File.WriteAllBytes(Path.Combine(run, RunDirectory.StepsName), RunTables.Steps.ToBytes(steps));
        FinishedRuns.Complete(run, manifest, new JsonObject { ["test_accuracy"] = 0.75, ["training_seconds"] = 2.5 });
        return run;
    }
}
