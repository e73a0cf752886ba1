using StructuralError.Cli;
using StructuralError.Cli.Common;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;
using StructuralError.Runs.Storage;
using StructuralError.Tests.Training;

namespace StructuralError.Tests.Cli;

/// <summary>Runs the real entry point in this process, on fake services, in a directory of its own.</summary>
internal sealed class Session : IDisposable
{
    public Session() => Starter = new InProcessStarter((output, error) => Context(output, error) with { Listen = () => new Interruption() });

    public FakeServices Services { get; } = new();

    /// <summary>The real services in place of <see cref="Services"/>.</summary>
    public bool UsesRealServices { get; init; }

    /// <summary>What the user answers to a question; null for the end of the input.</summary>
    public string? Answer { get; set; }

    public TemporaryDirectory Directory { get; } = new();

    public ManualClock Clock { get; } = new();

    public IFileSystem Files { get; set; } = DiskFileSystem.Instance;

    public Interruption Interruption { get; private set; } = new();

    /// <summary>Carries out what a queue starts.</summary>
    public InProcessStarter Starter { get; }

    public string Out { get; private set; } = string.Empty;

    public string Error { get; private set; } = string.Empty;

    public string RunPath => Directory.File("run");

    public int Run(params string[] args)
    {
        Interruption.Dispose();
        Interruption = new Interruption();
        using var output = new StringWriter();
        using var error = new StringWriter();
        int exitCode = CliApplication.Run(args, Context(output, error) with { Starter = Starter });
        (Out, Error) = (output.ToString(), error.ToString());
        return exitCode;
    }

    /// <summary>A run in <see cref="RunPath"/>, of model b on three batches.</summary>
    public int Train(params string[] more) => Run(["train", "--model", "b", "--dataset", "mnist", "--batch-size", "4", "--out", RunPath, .. more]);

    private CliContext Context(TextWriter output, TextWriter error) =>
        new(output, error, false, UsesRealServices ? RealServices.WithoutCuda() with { Time = Clock, Files = Files } : Services.ToServices(Clock, Files), () => Interruption) { ReadAnswer = () => Answer };

    /// <summary>Rows of a file of the run, without its header.</summary>
    public int Lines(string name) => File.ReadAllLines(Path.Combine(RunPath, name)).Length - 1;

    public RunOutcome Outcome() => RunInspection.Of(RunPath).Manifest!.Outcome;

    public void Dispose()
    {
        Interruption.Dispose();
        Directory.Dispose();
    }
}
