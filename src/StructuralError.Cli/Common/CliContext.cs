using Spectre.Console;
using StructuralError.Experiments.Queue;
using StructuralError.Experiments.Services;
using StructuralError.Reporting.Runs;
using StructuralError.Runs.Storage;

namespace StructuralError.Cli.Common;

/// <summary>What the commands see of the world, so that tests can give them another one.</summary>
/// <param name="Out">Results.</param>
/// <param name="Error">Progress, warnings, errors.</param>
/// <param name="ErrorIsTerminal">Whether someone watches <paramref name="Error"/>.</param>
/// <param name="Services">What experiments take from the world; whom they tell is added by <see cref="Telling"/>.</param>
/// <param name="Listen">Starts to listen for the wish to end.</param>
internal sealed record CliContext(TextWriter Out, TextWriter Error, bool ErrorIsTerminal, ExperimentServices Services, Func<Interruption> Listen)
{
    private readonly IRunStarter? _starter;

    /// <summary>What starts the runs of a queue that have a process of their own; by default child processes of <see cref="Program"/>.</summary>
    public IRunStarter Starter
    {
        get => _starter ?? new ChildRunStarter(Program, ErrorReport.Codes);
        init => _starter = value;
    }

    /// <summary>How a process of this program is started.</summary>
    public ProgramCommand Program { get; init; } = ProgramCommand.Own(AssemblyPath());

    /// <summary>Reads the user's answer to a question, a line of standard input; null at its end.</summary>
    public Func<string?> ReadAnswer { get; init; } = Console.In.ReadLine;

    /// <summary>All that is written goes through it.</summary>
    public IFileSystem Files => Services.Files;

    public TimeProvider Time => Services.Time;

    /// <summary>The terminal on <see cref="Error"/>, for what moves.</summary>
    public IAnsiConsole Terminal => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Error) });

    public void Warn(string text) => Error.WriteLine($"warning: {text}");

    /// <summary>The services with this context as the one that is told.</summary>
    /// <param name="quiet">Whether only warnings are told.</param>
    public ExperimentServices Telling(bool quiet) => Services with
    {
        Notices = new Notices(quiet ? Notices.None.Say : Error.WriteLine, Warn),
        Datasets = Services.Datasets.WatchedBy(() => new DataDownloadDisplay(Error, quiet)),
    };

    /// <summary>Does what may be interrupted; an interruption that <paramref name="work"/> did not take care of is an error.</summary>
    /// <param name="interrupted">Says what has become of the work.</param>
    /// <param name="isSupervised">Whether another program has started this one and ends it by closing its standard input.</param>
    /// <returns>The exit code.</returns>
    public int Interruptible(string interrupted, Func<Interruption, int> work, bool isSupervised = false)
    {
        using Interruption interruption = Listen();
        if (isSupervised)
        {
            interruption.FollowStandardInput();
        }

        try
        {
            return work(interruption);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            Error.WriteLine($"error: interrupted{interrupted}");
            return interruption.ExitCode;
        }
    }

    public static CliContext ForProcess()
    {
        TextWriter error = Console.IsErrorRedirected ? GuardedWriter.ForMessages(Console.Error) : Console.Error;
        return new(
            GuardedWriter.ForResults(Console.Out), error, !Console.IsErrorRedirected,
            new ExperimentServices { DrawFigures = (run, warn, files) => RunFigures.Write(run, warn, files) }, Interruption.FromSignals);
    }

    /// <summary>Empty in a single file, where assemblies have no path of their own.</summary>
    private static string AssemblyPath()
    {
        string path = Path.Combine(AppContext.BaseDirectory, typeof(CliContext).Assembly.GetName().Name + ".dll");
        return File.Exists(path) ? path : string.Empty;
    }
}
