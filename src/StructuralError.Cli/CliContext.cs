using StructuralError.Cli.Devices;
using StructuralError.Experiments.Queue;
using StructuralError.Runs.Storage;

namespace StructuralError.Cli;

/// <summary>What the commands see of the world, so that tests can give them another one.</summary>
/// <param name="Out">Results.</param>
/// <param name="Error">Progress, warnings, errors.</param>
/// <param name="ErrorIsTerminal">Whether someone watches <paramref name="Error"/>.</param>
/// <param name="Listen">Starts to listen for the wish to end.</param>
/// <param name="Files">All that is written goes through it.</param>
internal sealed record CliContext(
    TextWriter Out,
    TextWriter Error,
    bool ErrorIsTerminal,
    TimeProvider Time,
    ITrainingServices Services,
    Func<Interruption> Listen,
    IFileSystem Files)
{
    /// <summary>What starts the runs of a queue; null for child processes of <see cref="Program"/>.</summary>
    public IRunStarter? Starter { get; init; }

    /// <summary>How a process of this program is started.</summary>
    public ProgramCommand Program { get; init; } = ProgramCommand.Own(AssemblyPath());

    /// <summary>Reads the user's answer to a question, a line of standard input; null at its end.</summary>
    public Func<string?> ReadAnswer { get; init; } = Console.In.ReadLine;

    /// <summary>Decides what runs compute on.</summary>
    public IDeviceSelection Devices { get; init; } = new DeviceSelection(Services);

    public void Warn(string text) => Error.WriteLine($"warning: {text}");

    public static CliContext ForProcess() => new(
        GuardedWriter.ForResults(Console.Out),
        Console.IsErrorRedirected ? GuardedWriter.ForMessages(Console.Error) : Console.Error,
        !Console.IsErrorRedirected,
        TimeProvider.System,
        new Composition(),
        Interruption.FromSignals,
        DiskFileSystem.Instance);

    /// <summary>Empty in a single file, where assemblies have no path of their own.</summary>
    private static string AssemblyPath()
    {
        string path = Path.Combine(AppContext.BaseDirectory, typeof(CliApplication).Assembly.GetName().Name + ".dll");
        return File.Exists(path) ? path : string.Empty;
    }
}
