using StructuralError.Cli;
using StructuralError.Cli.Common;
using StructuralError.Core.Common;
using StructuralError.Core.Data;
using StructuralError.Experiments.Datasets;
using StructuralError.Experiments.Services;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Storage;
using StructuralError.Tests.Cli;
using StructuralError.Tests.Processes;
using StructuralError.Tests.Training;

namespace StructuralError.Tests.Durability;

/// <summary>
/// A whole run with nothing faked, small enough to be run a thousand times: images of 4 × 4 pixels in batches of 5, a network with dropout, rows per step and per sample.
/// Runs in this process or in one of its own, always with the same command.
/// </summary>
internal sealed class TinyRun : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly string[] _command;

    /// <param name="samples">Of the training set.</param>
    /// <param name="more">Further options.</param>
    public TinyRun(int samples, int epochs, params string[] more)
    {
        string model = _directory.Write("tiny.json", """{ "name": "tiny", "input": [1, 4, 4], "layers": ["flatten", { "linear": 6 }, "relu", { "dropout": 0.2 }, { "linear": "classes" }] }""");
        string data = _directory.File("data");
        DatasetWriter.Write(new DatasetPair("data", "random", Images(samples, seed: 1), Images(9, seed: 2), new Dictionary<string, string>()), data, overwrite: false);
        _command = ["train", "--model", model, "--dataset", data, "--batch-size", "5", "--epochs", FormattableString.Invariant($"{epochs}"), "--per-sample", "--threads", "1", "--device", "cpu", "--progress", "none", .. more];
    }

    public string Path(string run) => _directory.File(run);

    /// <summary>Runs the command in this process.</summary>
    public (int ExitCode, string Error) Run(string run, IFileSystem? files = null, params string[] more) => Cli(files, Command(run, more));

    /// <summary>Runs the command in this process, by a clock on which a step takes so long and nothing else takes any time.</summary>
    public (int ExitCode, string Error) Run(string run, IFileSystem files, TimeSpan step)
    {
        var clock = new ManualClock();
        return Cli(TimedServices.Of(clock, step) with { Files = files }, Command(run));
    }

    /// <summary>Runs any command in this process.</summary>
    public static (int ExitCode, string Error) Cli(IFileSystem? files, params string[] arguments) =>
        Cli(RealServices.WithoutCuda() with { Files = files ?? DiskFileSystem.Instance }, arguments);

    private static (int ExitCode, string Error) Cli(ExperimentServices services, string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var context = new CliContext(output, error, false, services, () => new Interruption()) { Program = ChildProcess.Command };
        int exitCode = CliApplication.Run(arguments, context);
        return (exitCode, error.ToString());
    }

    /// <summary>The command's words.</summary>
    public string[] Command(string run, params string[] more) => [.. _command, "--out", Path(run), .. more];

    /// <summary>Starts the command in a process of its own.</summary>
    public ChildProcess Start(string run, params string[] more) => ChildProcess.OfProgram(Command(run, more));

    /// <summary>What every finishing of the same run must leave alike: rows, figures and weights to the byte, the summary without times and path.</summary>
    public IReadOnlyDictionary<string, string> Results(string run)
    {
        string weights = Names(run, RunDirectory.CheckpointName, "*.safetensors").Last();
        string[] names = [RunDirectory.StepsName, RunDirectory.SamplesName, .. Names(run, RunDirectory.FiguresName, "*"), weights];
        Dictionary<string, string> results = names.ToDictionary(name => name, name => Convert.ToHexString(File.ReadAllBytes(System.IO.Path.Combine(Path(run), name))));
        string[] changing = ["run_directory", "seconds", "training_seconds", "steps_per_second", "peak_memory_bytes"];
        results[RunDirectory.SummaryName] = string.Join('\n', File.ReadLines(System.IO.Path.Combine(Path(run), RunDirectory.SummaryName))
            .Where(line => !changing.Any(field => line.Contains($"\"{field}\"", StringComparison.Ordinal))));
        return results;
    }

    public void Dispose() => _directory.Dispose();

    private IEnumerable<string> Names(string run, string directory, string pattern) =>
        Directory.EnumerateFiles(System.IO.Path.Combine(Path(run), directory), pattern).Select(path => System.IO.Path.GetRelativePath(Path(run), path)).Order(StringComparer.Ordinal);

    private static Dataset Images(int count, int seed)
    {
        byte[] pixels = new byte[count * 16];
        new System.Random(seed).NextBytes(pixels);
        return new Dataset("tiny", TensorShape.Image(1, 4, 4), pixels, [.. Enumerable.Range(0, count).Select(n => (byte)(n % 3))]);
    }
}
