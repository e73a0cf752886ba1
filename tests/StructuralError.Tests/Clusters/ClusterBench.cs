using System.Diagnostics;
using System.Runtime.Versioning;
using StructuralError.Cli;
using StructuralError.Cli.Common;
using StructuralError.Runs.Storage;
using StructuralError.Tests.Cli;
using StructuralError.Tests.Processes;

namespace StructuralError.Tests.Clusters;

/// <summary>A sweep of small runs on a <see cref="FakeScheduler"/>, in a directory of its own.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ClusterBench : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly string _name;

    /// <param name="name">Of the sweep's directory.</param>
    public ClusterBench(string name = "out") => _name = name;

    public FakeScheduler Scheduler { get; } = new();

    public string Sweep => File(_name);

    /// <summary>What the last command printed.</summary>
    public string Out { get; private set; } = string.Empty;

    /// <summary>What the last command said on standard error.</summary>
    public string Error { get; private set; } = string.Empty;

    /// <summary>What PATH is for the commands.</summary>
    public string? SearchPath { get; set; }

    /// <summary>What all that is written goes through; null for the operating system's.</summary>
    public IFileSystem? Files { get; set; }

    /// <summary>What the commands listen to.</summary>
    public Func<Interruption> Listen { get; set; } = () => new Interruption();

    public string File(string name) => _directory.File(name);

    public int Submit(string grid, params string[] more) => Run(Submission(grid, more));

    /// <summary>The arguments of <see cref="Submit"/>.</summary>
    public string[] Submission(string grid, params string[] more) => [.. Command(grid), "--out", Sweep, "--on", "slurm", .. more];

    public int Status() => Run("sweep", "status", Sweep);

    public string[] Command(string grid) =>
        ["sweep", "--grid", grid, "--model", "a", "--set", "width=8", "--dataset", TinyImages.Write(File("tiny data")), "--device", "cpu"];

    public int Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        string path = SearchPath ?? Scheduler.SearchPath;
        var services = RealServices.WithoutCuda();
        int code = CliApplication.Run(args, new CliContext(output, error, false, Files is null ? services : services with { Files = Files }, Listen)
        {
            Program = ChildProcess.Command,
            Variable = name => name == "PATH" ? path : null,
        });
        (Out, Error) = (output.ToString(), error.ToString());
        return code;
    }

    /// <summary>Runs the program as a process of its own, with some variables of the environment.</summary>
    public Task<(int Code, string Out, string Error)> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] args)
    {
        ProcessStartInfo start = new("bash", ["-c", ChildProcess.Command.ToShell(args)]);
        start.Environment["PATH"] = Scheduler.SearchPath;
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return ChildProcess.RunAsync(start);
    }

    public string[] Runs() => Directory.Exists(Sweep)
        ? [.. Directory.GetDirectories(Sweep).Where(path => Path.GetFileName(path) is not ("logs" or "cluster")).Order(StringComparer.Ordinal)]
        : [];

    public void Dispose()
    {
        Scheduler.Dispose();
        _directory.Dispose();
    }
}
