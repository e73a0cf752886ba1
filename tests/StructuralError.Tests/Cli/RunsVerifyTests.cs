using System.Text.Json;
using System.Text.RegularExpressions;
using StructuralError.Cli.Common;
using StructuralError.Runs.Files;
using Xunit;

namespace StructuralError.Tests.Cli;

/// <summary><c>runs verify</c> on a real run, whole and damaged in every way that it promises to find.</summary>
public sealed partial class RunsVerifyTests(FinishedRunFixture finished) : IClassFixture<FinishedRunFixture>, IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Verify_RunAsItWasWritten_IsRight()
    {
        Assert.Equal(ExitCodes.Success, _session.Run("runs", "verify", finished.Run));
        Assert.Equal($"ok   {finished.Run}", _session.Out.TrimEnd());
    }

    /// <summary>Earlier versions drew none.</summary>
    [Fact]
    public void Verify_RunWithoutOverview_IsRight()
    {
        string run = finished.Copy(_session.RunPath);
        File.Delete(Path.Combine(run, "figures", "overview.svg"));
        Assert.Equal(ExitCodes.Success, _session.Run("runs", "verify", run));
        Assert.Equal($"ok   {run}", _session.Out.TrimEnd());
    }

    [Fact]
    public void Verify_RunOfVersion010_IsRightButForItsMissingFigures()
    {
        string golden = Path.Combine(AppContext.BaseDirectory, "Reference", "runs", "schema1");
        Assert.Equal(ExitCodes.Failure, _session.Run("runs", "verify", golden, "--json"));
        using JsonDocument document = JsonDocument.Parse(_session.Out);
        string[] problems = [.. document.RootElement.GetProperty("runs")[0].GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()!)];
        Assert.Equal(3, problems.Length);
        Assert.All(problems, problem => Assert.StartsWith("figures/", problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("row missing", "steps.csv, line 12: the row after step 9 is of step 11, where step 10 belongs")]
    [InlineData("first row missing", "steps.csv, line 2: the first row is of step 1")]
    [InlineData("last row missing", "steps.csv: the number of rows is 59, it must be 60")]
    [InlineData("line cut", "the last line is incomplete")]
    [InlineData("header", "line 1, column 1: the header is 'stop'")]
    [InlineData("loss", "steps.csv: the SHA-256 is")]
    [InlineData("U", "steps.csv, line 5: G, S or a bound does not follow")]
    [InlineData("pearson", "steps.csv, line 61: a local Pearson correlation does not follow")]
    [InlineData("samples", "steps.csv, line 3: epoch or samples are not those of the spec")]
    [InlineData("violations", "summary.json: theorem3_violations is 0, it must be 1")]
    [InlineData("steps gone", "steps.csv: is missing")]
    [InlineData("samples.csv row", "samples.csv: has 2599 whole rows, steps.csv counts 2600 samples")]
    [InlineData("samples.csv gone", "samples.csv: is missing")]
    [InlineData("samples.csv digit", "samples.csv: the SHA-256 is")]
    [InlineData("seed", "manifest.json: spec_hash is")]
    [InlineData("layer", "manifest.json: spec_hash is")]
    [InlineData("data hash", "manifest.json: run_identity is")]
    [InlineData("manifest cut", "manifest.json is not valid JSON")]
    [InlineData("manifest schema", "has another schema than 1")]
    [InlineData("manifest epochs", "lacks the training samples, the batch size, the epochs or measure_every")]
    [InlineData("summary steps", "summary.json: steps is 61, it must be 60")]
    [InlineData("summary identity", "summary.json: run_identity is")]
    [InlineData("summary field", "summary.json: lacks measured_steps")]
    [InlineData("summary accuracy", "summary.json: the SHA-256 is")]
    [InlineData("summary cut", "summary.json: is not valid JSON")]
    [InlineData("summary gone", "says completed, but summary.json is missing")]
    [InlineData("figure", "figures/bounds.svg: is not what the rows give")]
    [InlineData("overview", "figures/overview.svg: is not what the rows give")]
    [InlineData("figure gone", "figures/bounds.svg: is missing")]
    [InlineData("diff", "source.diff: the SHA-256 is")]
    [InlineData("diff gone", "source.diff: is missing")]
    [InlineData("manifest host", "manifest.json: was changed: its content is not that of its SHA-256")]
    [InlineData("manifest seal", "manifest.json: is not sealed")]
    [InlineData("summary hash gone", "manifest.json: lacks summary_sha256")]
    [InlineData("rows' hash gone", "summary.json: lacks the SHA-256 of samples.csv")]
    [InlineData("parameters", "parameters, manifest.json says")]
    [InlineData("test samples", "summary.json: test_samples is")]
    [InlineData("width", "manifest.json: network.width is 9, it must be 8")]
    [InlineData("final loss", "summary.json: final_loss is")]
    [InlineData("loss forged", "steps.csv, line 8: loss is smaller than accuracy allows")]
    [InlineData("sandwich", "steps.csv, line 8: log_fitting_error is below its lower bound, without a violation of Theorem 3")]
    [InlineData("position", "steps.csv, line 8: bound_position does not follow")]
    [InlineData("p", "steps.csv, line 8: p_norm_squared is not that of a distribution over the classes")]
    [InlineData("theta", "steps.csv, line 8: theta_norm_squared is negative")]
    [InlineData("batch gradient", "steps.csv, line 8: log_batch_gradient_norm is above log_mean_gradient_norm")]
    [InlineData("samples forged", "the samples of step 0 give loss")]
    [InlineData("tensor bit", "checkpoint/step-0000000060.json: 'step-0000000060.safetensors' was changed")]
    [InlineData("tensors gone", "checkpoint/step-0000000060.json: Could not find file")]
    [InlineData("sidecar", "checkpoint/step-0000000060.json: was changed")]
    [InlineData("checkpoint gone", "checkpoint: holds no checkpoint")]
    [InlineData("data", "data: the SHA-256 of train-labels-idx1-ubyte is")]
    public void Verify_Damaged_SaysWhatAndExitsOne(string damage, string expected)
    {
        string run = finished.Copy(_session.RunPath);
        Damage(damage, run);
        Assert.Equal(ExitCodes.Failure, _session.Run("runs", "verify", run));
        Assert.True(_session.Out.Contains(expected, StringComparison.Ordinal), _session.Out);
        Assert.StartsWith($"BAD  {run}: ", _session.Out, StringComparison.Ordinal);
        Assert.Contains("1 of 1 runs", _session.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("steps.csv")]
    [InlineData("samples.csv")]
    [InlineData("layers.csv")]
    [InlineData("independence.csv")]
    [InlineData("kernel.csv")]
    public void Verify_FileThatHoldsNoRows_IsAFindingAndTheNextRunIsLookedAt(string name)
    {
        using var session = new Session { UsesRealServices = true };
        foreach (string run in (string[])["a", "b"])
        {
            session.Run(
                "train", "--model", "b", "--set", "width=8", "--dataset", finished.Data, "--steps", "4", "--per-sample", "--structure-every", "2", "--kernel-every", "2", "--quiet", "--out", session.Directory.File($"runs/{run}"));
        }

        File.WriteAllText(session.Directory.File($"runs/a/{name}"), "rubbish\n1\n");
        Assert.Equal(ExitCodes.Failure, session.Run("runs", "verify", session.Directory.File("runs")));
        Assert.Contains($"{name}, line 1, column 1: the header is 'rubbish'", session.Out, StringComparison.Ordinal);
        Assert.Contains($"ok   {session.Directory.File("runs/b")}", session.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_DataNotAtHand_IsANote()
    {
        string run = finished.Copy(_session.RunPath);
        MoveData(run, "/nowhere/at/all");
        Assert.Equal(ExitCodes.Success, _session.Run("runs", "verify", run));
        Assert.Contains("note: data: tiny data is not at hand", _session.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("samples.csv", "note: samples.csv: has 2530 whole rows, steps.csv counts 2600 samples; the run is not finished")]
    [InlineData("steps.csv", "ok   ")]
    public void Verify_UnfinishedRunWithOneFileAheadOfTheOther_IsNoProblem(string shorter, string expected)
    {
        string run = finished.Copy(_session.RunPath), manifest = Path.Combine(run, "manifest.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"outcome\": \"completed\"", "\"outcome\": \"interrupted\"", StringComparison.Ordinal));
        Seal(manifest);
        File.Delete(Path.Combine(run, "summary.json"));
        Directory.Delete(Path.Combine(run, "figures"), recursive: true);
        Directory.Delete(Path.Combine(run, "checkpoint"), recursive: true);
        int removed = shorter == "steps.csv" ? 3 : 70;
        EditLines(Path.Combine(run, shorter), lines => lines.RemoveRange(lines.Count - removed, removed));
        Assert.Equal(ExitCodes.Success, _session.Run("runs", "verify", run));
        Assert.Contains(expected, _session.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_FigureThatAnotherVersionDrewOtherwise_IsANote()
    {
        string run = finished.Copy(_session.RunPath);
        Damage("figure", run);
        Reseal(run, manifest => manifest["source"]!["version"] = "0.0.9+abc");
        Assert.Equal(ExitCodes.Success, _session.Run("runs", "verify", run));
        Assert.Contains("note: figures/bounds.svg: was drawn by version 0.0.9+abc; this one, ", _session.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_ClockSetBack_IsANote()
    {
        string run = finished.Copy(_session.RunPath);
        string manifest = Path.Combine(run, "manifest.json");
        File.WriteAllText(manifest, Regex.Replace(File.ReadAllText(manifest), "\"end\": \"[^\"]*\"", "\"end\": \"1999-01-01T00:00:00.000Z\""));
        Seal(manifest);
        Assert.Equal(ExitCodes.Success, _session.Run("runs", "verify", run));
        Assert.Contains("the clock was set back", _session.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, _session.Run("runs", "list", run));
    }

    [Fact]
    public void Verify_DirectoryOfRuns_LooksAtEach()
    {
        string good = finished.Copy(_session.Directory.File("all/good")), bad = finished.Copy(_session.Directory.File("all/deep/bad"));
        Damage("loss", bad);
        Assert.Equal(ExitCodes.Failure, _session.Run("runs", "verify", _session.Directory.File("all")));
        Assert.Contains($"ok   {good}", _session.Out, StringComparison.Ordinal);
        Assert.Contains($"BAD  {bad}", _session.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_NoRunThere_IsAUsageError()
    {
        Directory.CreateDirectory(_session.Directory.File("empty"));
        Assert.Equal(ExitCodes.Usage, _session.Run("runs", "verify", _session.Directory.File("empty")));
        Assert.Equal(ExitCodes.Usage, _session.Run("runs", "verify", _session.Directory.File("nothing")));
    }

    [Fact]
    public void Plot_RowMissing_IsBadData()
    {
        using var real = new Session { UsesRealServices = true };
        string run = finished.Copy(real.RunPath);
        Damage("row missing", run);
        Assert.Equal(ExitCodes.BadData, real.Run("plot", run));
        Assert.Contains("line 12: the row after step 9 is of step 11, where step 10 belongs", real.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Use_FinishedRunWithChangedRows_IsRefusedByAll()
    {
        using var real = new Session { UsesRealServices = true };
        string run = finished.Copy(real.RunPath);
        Damage("loss", run);
        foreach (string[] command in (string[][])
        [
            ["plot", run], ["plot", run, "--y", "loss", "--out", real.Directory.File("figure.svg")], ["report", run, "--out", real.Directory.File("report.html")],
            ["train", "--model", "b", "--set", "width=8", "--dataset", finished.Data, "--epochs", "20", "--per-sample", "--quiet", "--out", run],
        ])
        {
            Assert.Equal(ExitCodes.BadData, real.Run(command));
            Assert.Contains("the run is finished, but steps.csv was changed", real.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Train_FinishedRunWithoutItsRows_SaysSo()
    {
        using var real = new Session { UsesRealServices = true };
        string run = finished.Copy(real.RunPath);
        File.Delete(Path.Combine(run, "steps.csv"));
        Assert.Equal(
            ExitCodes.BadData,
            real.Run("train", "--model", "b", "--set", "width=8", "--dataset", finished.Data, "--epochs", "20", "--per-sample", "--quiet", "--out", run));
        Assert.Contains("steps.csv is missing. Restore the file, or run its command again with --force", real.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void PlotAndReport_CopyOfARun_CountsOnce()
    {
        using var real = new Session { UsesRealServices = true };
        string[] runs = [finished.Copy(real.Directory.File("runs/a")), finished.Copy(real.Directory.File("runs/b"))];
        string page = real.Directory.File("report.html");
        Assert.Equal(ExitCodes.Success, real.Run(["plot", .. runs, "--by", "k", "--out", real.Directory.File("figure.svg")]));
        Assert.Contains($"{runs[1]}: is the same run as {runs[0]}; it counts once", real.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("2 seeds", File.ReadAllText(real.Directory.File("figure.svg")), StringComparison.Ordinal);

        Assert.Equal(ExitCodes.Success, real.Run(["report", .. runs, "--out", page]));
        Assert.Contains($"{runs[1]}: is the same run as {runs[0]}; it counts once", real.Error, StringComparison.Ordinal);
        Assert.Contains("1 completed run of 1 setting, 1 seed each", File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Fact]
    public void Seeds_WithTheSameLow32Bits_AreRefused()
    {
        foreach (string seeds in (string[])["0,4294967296", "-1,4294967295", "18446744073709551615,4294967295"])
        {
            Assert.Equal(ExitCodes.Usage, _session.Run("train", "--seeds", seeds));
            Assert.Contains("give the same random numbers: the low 32 bits of a seed count", _session.Error, StringComparison.Ordinal);
            Assert.Equal(ExitCodes.Usage, _session.Run("sweep", "--grid", $"seed={seeds}"));
            Assert.Contains("give the same random numbers: the low 32 bits of a seed count", _session.Error, StringComparison.Ordinal);
            Assert.Equal(ExitCodes.Usage, _session.Run("measure", "--seed", seeds));
            Assert.Contains("give the same random numbers: the low 32 bits of a seed count", _session.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Show_RunContinuedByAnother_NamesBoth()
    {
        using var real = new Session { UsesRealServices = true };
        string run = finished.Copy(real.RunPath);
        RunManifest manifest = RunManifest.ReadPart(Path.Combine(run, "manifest.json"), out _)!;
        RunProcess now = RunProcess.Of(manifest), before = now with { Engine = now.Engine! with { InstructionSet = "sse9" } };
        File.WriteAllText(
            Path.Combine(run, "manifest.json"),
            (manifest with { Begun = before, Resumes = [new RunResume(30, DateTimeOffset.UnixEpoch) { By = now }] }).ToJson());

        string mixed = $"differ in instruction set (sse9, {now.Engine!.InstructionSet})";
        Assert.Equal(ExitCodes.Success, real.Run("runs", "verify", run));
        Assert.Contains($"note: was made in parts that {mixed}", real.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, real.Run("runs", "show", run));
        Assert.Contains($"the parts {mixed}", real.Out, StringComparison.Ordinal);
        Assert.Contains("after step 30: cpu", real.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, real.Run("report", run, "--out", real.Directory.File("report.html")));
        string page = File.ReadAllText(real.Directory.File("report.html"));
        Assert.Contains($"mixed, the parts {mixed}", page, StringComparison.Ordinal);
        Assert.Contains($"it was made in parts that {mixed}", page, StringComparison.Ordinal);
    }
}
