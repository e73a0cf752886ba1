using System.Globalization;
using System.Text;
using StructuralError.Cli.Common;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Storage;
using StructuralError.Tests.Cli;
using Xunit;

namespace StructuralError.Tests.Golden;

/// <summary>Run directories of earlier versions, see README.md beside them, are read, verified, plotted, recognised and continued by this one.</summary>
public sealed class GoldenRunTests : IDisposable
{
    // What version 1 called b is plain-b.
    private const string Model = "--dataset digits --model plain-b --width 4 --k 1 --device cpu --threads 1";
    private const string Long = Model + " --steps 200 --structure-every 20 --batch-size 600 --checkpoint-every 10 --seed 3";

    private readonly SmallDataSession _session = new();
    private readonly TemporaryDirectory _directory = new();

    /// <summary>Each finished run with the command that made it.</summary>
    public static TheoryData<string, string> Finished => new()
    {
        { "finished", Model + " --steps 60 --per-sample --structure-every 20 --batch-size 8" },
        { "probe", Model + " --steps 60 --batch-size 16 --probe test:32 --measure-every 3" },
        { "init-weights", Model + " --steps 20 --batch-size 16 --precision f64 --init-weights " + GoldenRuns.Path("weights.safetensors") },
    };

    public void Dispose()
    {
        _session.Dispose();
        _directory.Dispose();
    }

    [Trait("Speed", "Slow")]
    [Theory]
    [InlineData("finished")]
    [InlineData("probe")]
    [InlineData("init-weights")]
    [InlineData("interrupted")]
    [InlineData("killed")]
    public void Verify_RunOfAnEarlierVersion_FindsNothingWrong(string name)
    {
        Assert.Equal((ExitCodes.Success, $"ok   {GoldenRuns.Path(name)}"), (_session.Run("runs", "verify", GoldenRuns.Path(name)), _session.Out.Split('\n')[0].TrimEnd()));
        Assert.Equal(ExitCodes.Success, _session.Run("runs", "show", GoldenRuns.Path(name), "--json"));
    }

    [Theory]
    [MemberData(nameof(Finished))]
    public void Plot_RunOfAnEarlierVersion_GivesTheSameFigures(string name, string command)
    {
        Assert.NotEmpty(command);
        string run = GoldenRuns.Copy(name, _directory);
        Directory.Delete(Path.Combine(run, RunDirectory.FiguresName), recursive: true);

        Assert.Equal(ExitCodes.Success, _session.Run("plot", run));

        // The caption of v1 spoke of 50 steps where one step in three was measured.
        string caption = name == "probe" ? "figures/local_pearson.svg" : string.Empty;
        Dictionary<string, string> expected = GoldenRuns.Bytes(GoldenRuns.Path(name)), actual = GoldenRuns.Bytes(run);
        Assert.Equal(expected.Remove(caption), actual.Remove(caption));

        // v1 drew no overview.
        Assert.True(actual.Remove("figures/overview.svg"));
        Assert.Equal(expected, actual);
        Assert.Equal(ExitCodes.Success, _session.Run("report", run, "--out", _directory.File("report.html")));
    }

    [Theory]
    [MemberData(nameof(Finished))]
    public void Train_FinishedByAnEarlierVersion_IsTheSameRun(string name, string command)
    {
        string run = GoldenRuns.Copy(name, _directory);
        int exitCode = _session.Run(["train", .. command.Split(' '), "--out", run]);
        Assert.True(exitCode == ExitCodes.Success, _session.Error);
        Assert.Equal(GoldenRuns.Bytes(GoldenRuns.Path(name)), GoldenRuns.Bytes(run));
    }

    [Trait("Speed", "Slow")]
    [Theory]
    [InlineData("interrupted", 60)]
    [InlineData("killed", 80)]
    public void Train_InterruptedInAnEarlierVersion_GoesOnToTheSameRows(string name, int steps)
    {
        string run = GoldenRuns.Copy(name, _directory);
        int exitCode = _session.Run(["train", .. Long.Split(' '), "--resume", "require", "--out", run]);
        Assert.True(exitCode == ExitCodes.Success, _session.Error);

        string found = File.ReadAllText(Path.Combine(run, RunDirectory.StepsName));
        string expected = File.ReadAllText(Path.Combine(GoldenRuns.Path("uninterrupted"), RunDirectory.StepsName));
        if (File.ReadAllText(Path.Combine(run, RunDirectory.ManifestName)).Contains("\"instruction_set\": \"avx512\"", StringComparison.Ordinal))
        {
            Assert.Equal(expected, found);
            Assert.All((string[])[RunDirectory.LayersName, RunDirectory.IndependenceName], file =>
                Assert.Equal(File.ReadAllBytes(Path.Combine(GoldenRuns.Path("uninterrupted"), file)), File.ReadAllBytes(Path.Combine(run, file))));
        }
        else
        {
            // Another instruction set rounds otherwise: what was there stays, and the rest has its rows.
            Assert.Equal(expected.Split('\n')[..(steps + 1)], found.Split('\n')[..(steps + 1)]);
            Assert.Equal(expected.Split('\n').Length, found.Split('\n').Length);
        }
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void Train_InterruptedInALaterVersionWithMoreColumns_IsRefusedAndLeftAsItIs()
    {
        string run = GoldenRuns.Copy("interrupted", _directory);
        GoldenRuns.AddColumn(run, RunDirectory.StepsName, "curvature", "0.5");
        Dictionary<string, string> before = GoldenRuns.Bytes(run);

        Assert.Equal(ExitCodes.CannotCreate, _session.Run(["train", .. Long.Split(' '), "--out", run]));

        Assert.Contains("whose steps.csv has the column 'curvature', which this version of the program does not write;", _session.Error, StringComparison.Ordinal);
        Assert.Equal(before, GoldenRuns.Bytes(run));
        Assert.Equal(ExitCodes.Success, _session.Run("runs", "verify", run));
    }

    [Fact]
    public void Train_UnderTheNameThatIsAnotherNetworkNow_IsRefusedAndSaysWhatItIsCalled()
    {
        string run = GoldenRuns.Copy("interrupted", _directory);
        Dictionary<string, string> before = GoldenRuns.Bytes(run);
        Assert.Equal(ExitCodes.CannotCreate, _session.Run(["train", .. Long.Replace("plain-b", "b", StringComparison.Ordinal).Split(' '), "--out", run]));
        Assert.Contains("holds another run (it differs in layers (model b of earlier versions is plain-b));", _session.Error, StringComparison.Ordinal);
        Assert.Equal(before, GoldenRuns.Bytes(run));
    }

    [Fact]
    public void Plot_RunOfALaterVersionWithMoreColumns_PassesThemOver()
    {
        string run = GoldenRuns.Copy("finished", _directory);
        string steps = Path.Combine(run, RunDirectory.StepsName);
        string[] lines = File.ReadAllLines(steps);
        File.WriteAllLines(steps, lines.Select((line, i) => (i == 0 ? "curvature," : i.ToString(CultureInfo.InvariantCulture) + ",") + line));
        File.Delete(Path.Combine(run, RunDirectory.FiguresName, "bounds.svg"));

        // Its hashes are no longer right, and a finished run is compared with them.
        File.Delete(Path.Combine(run, RunDirectory.SummaryName));

        Assert.Equal(ExitCodes.Success, _session.Run("plot", run));
        Assert.Equal(File.ReadAllBytes(Path.Combine(GoldenRuns.Path("finished"), RunDirectory.FiguresName, "bounds.svg")), File.ReadAllBytes(Path.Combine(run, RunDirectory.FiguresName, "bounds.svg")));
    }
}

/// <summary>The directories in Golden/v1.</summary>
internal static class GoldenRuns
{
    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Golden", "v1", name);

    /// <summary>A copy that may be changed.</summary>
    public static string Copy(string name, TemporaryDirectory directory)
    {
        string copy = directory.File(name);
        foreach (string file in Directory.EnumerateFiles(Path(name), "*", SearchOption.AllDirectories))
        {
            string target = System.IO.Path.Combine(copy, System.IO.Path.GetRelativePath(Path(name), file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    /// <summary>SHA-256 of each file by name, without those of the lock.</summary>
    public static Dictionary<string, string> Bytes(string run) => Directory.EnumerateFiles(run, "*", SearchOption.AllDirectories)
        .Where(file => !System.IO.Path.GetFileName(file).StartsWith("run.lock", StringComparison.Ordinal))
        .ToDictionary(file => System.IO.Path.GetRelativePath(run, file), RunFiles.Hash, StringComparer.Ordinal);

    /// <summary>Adds a last column to a row file, as a later version might have written it, and to the checkpoints what they say of the file.</summary>
    public static void AddColumn(string run, string name, string header, string cell)
    {
        string path = System.IO.Path.Combine(run, name);
        string[] lines = [.. File.ReadAllLines(path).Select((line, i) => $"{line},{(i == 0 ? header : cell)}")];
        File.WriteAllText(path, string.Join('\n', lines) + "\n");
        foreach (string sidecar in Directory.EnumerateFiles(System.IO.Path.Combine(run, RunDirectory.CheckpointName), "*.json"))
        {
            (Checkpoint checkpoint, FileMark tensors) = CheckpointSidecar.Read(File.ReadAllBytes(sidecar));
            byte[] rows = Encoding.UTF8.GetBytes(string.Join('\n', lines.Take((int)checkpoint.Training.Step + 1)) + "\n");
            using var hash = new RunningHash();
            hash.Add(rows);
            File.WriteAllText(sidecar, CheckpointSidecar.Write(
                checkpoint with { RowFiles = [.. checkpoint.RowFiles.Select(mark => mark.Name == name ? new FileMark(name, rows.Length, hash.Text) : mark)] }, tensors));
        }
    }
}
