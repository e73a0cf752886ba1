using Spectre.Console;
using StructuralError.Core.Common;
using StructuralError.Experiments.Queue;
using StructuralError.Experiments.Services;
using StructuralError.Reporting.Listings;
using StructuralError.Reporting.Runs;
using StructuralError.Reporting.Terminals;
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
    private const string ShowCursor = "\u001b[?25h";

    /// <summary>What starts the runs of a queue that have a process of their own; by default child processes of <see cref="Program"/>.</summary>
    public IRunStarter Starter
    {
        get => field ?? new ChildRunStarter(Program, ErrorReport.Codes);
        init;
    }

    /// <summary>How a process of this program is started.</summary>
    public ProgramCommand Program { get; init; } = ProgramCommand.Own(AssemblyPath());

    /// <summary>Reads the user's answer to a question, a line of standard input; null at its end.</summary>
    public Func<string?> ReadAnswer { get; init; } = Console.In.ReadLine;

    /// <summary>A variable of the environment.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>All that is written goes through it.</summary>
    public IFileSystem Files => Services.Files;

    public TimeProvider Time => Services.Time;

    /// <summary>The terminal on <see cref="Error"/>, for what moves: the same one for all, so that lines come to stand above it.</summary>
    public IAnsiConsole Terminal => SharedTerminal?.Value ?? TerminalOn(Error);

    private Lazy<IAnsiConsole>? SharedTerminal { get; init; }

    /// <summary>Standard output itself where it is a terminal, for pictures; null where it is none.</summary>
    public TextWriter? PictureTerminal { get; init; }

    /// <summary>Ends the process; null where none is to be ended: then whatever takes long is waited for.</summary>
    public Action<int>? Exit { get; init; }

    /// <summary>The same context, in which only what <see cref="Printable"/> lets through is printed. What moves keeps its control sequences.</summary>
    public CliContext Printing()
    {
        TextWriter terminal = ErrorIsTerminal && Exit is not null ? Console.Error : Error;
        return this with
        {
            Out = new PrintableWriter(Out, Printable.Result),
            Error = new PrintableWriter(Error, Printable.Message),
            SharedTerminal = new(() => TerminalOn(terminal)),
        };
    }

    /// <summary>Prints results: a document for programs, or lines for people.</summary>
    public void Print(bool json, Func<string> document, Func<IEnumerable<string>> lines)
    {
        if (json)
        {
            Out.Write(document());
        }
        else
        {
            Print(lines());
        }
    }

    public void Print(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            Out.WriteLine(line);
        }
    }

    /// <summary>Prints errors.</summary>
    public void Complain(IEnumerable<string> errors)
    {
        foreach (string error in errors)
        {
            Error.WriteLine($"error: {error}");
        }
    }

    /// <summary>Shows the overview of a run where the terminal can.</summary>
    /// <param name="when">What <c>--show</c> says.</param>
    public void ShowOverview(string runDirectory, string? when) =>
        PictureTerminal?.Write(when == Options.Never ? string.Empty : TerminalPicture.OfRun(runDirectory, Variable));

    /// <summary>Shows how many of something are done.</summary>
    public IProgress<DoneCount> Counting(string what) => ErrorIsTerminal
        ? new CountingProgress(Terminal.Profile.Out.Writer.Write, Time, what, Terminal.Profile.Width)
        : new CountingProgress(Error.WriteLine, Time, what);

    public void Warn(string text) => Error.WriteLine($"warning: {text}");

    /// <summary>The services with this context as the one that is told.</summary>
    /// <param name="quiet">Whether only warnings are told.</param>
    public ExperimentServices Telling(bool quiet) => Services with
    {
        Notices = new Notices(quiet ? Notices.None.Say : Error.WriteLine, Warn),
        Datasets = Services.Datasets.WatchedBy(() => Downloads(quiet)),
    };

    /// <summary>Shows downloads.</summary>
    public DataDownloadDisplay Downloads(bool quiet = false) => new(Error, quiet, terminal: ErrorIsTerminal ? Terminal : null);

    /// <summary>Does what may be interrupted; an interruption that <paramref name="work"/> did not take care of is an error.</summary>
    /// <param name="interrupted">Says what has become of the work, also where it was ended because it took too long to end by itself.</param>
    /// <param name="isSupervised">Whether another program has started this one and ends it by closing its standard input.</param>
    /// <returns>The exit code.</returns>
    public int Interruptible(string interrupted, Func<Interruption, int> work, bool isSupervised = false)
    {
        using Interruption interruption = Listen();
        interruption.Say = Announce;
        interruption.Restore = RestoreTerminal;
        interruption.End = Exit is null ? null : () =>
        {
            RestoreTerminal();
            Error.WriteLine($"error: interrupted{interrupted}");
            Exit(interruption.ExitCode);
        };
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
        var services = new ExperimentServices
        {
            DrawFigures = (run, warn, files, cancellation) => RunFigures.Write(run, warn, files, cancellation),
            PrepareFigures = RunFigures.Prepare,
        };
        return new(
            GuardedWriter.ForResults(Console.Out), GuardedWriter.ForMessages(Console.Error), !Console.IsErrorRedirected, services, Interruption.FromSignals)
        {
            Exit = Environment.Exit,
            PictureTerminal = Console.IsOutputRedirected ? null : Console.Out,
        };
    }

    private static IAnsiConsole TerminalOn(TextWriter writer) => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });

    /// <summary>Says something at once, above a display that moves.</summary>
    private void Announce(string line) => (ErrorIsTerminal ? (Action<string>)Terminal.WriteLine : Error.WriteLine)(line);

    /// <summary>Shows the cursor again, which a display may have hidden.</summary>
    private void RestoreTerminal()
    {
        if (ErrorIsTerminal && Terminal.Profile.Capabilities.Ansi)
        {
            Terminal.Profile.Out.Writer.Write(ShowCursor);
        }
    }

    /// <summary>Empty in a single file, where assemblies have no path of their own.</summary>
    private static string AssemblyPath()
    {
        string path = Path.Combine(AppContext.BaseDirectory, typeof(CliContext).Assembly.GetName().Name + ".dll");
        return File.Exists(path) ? path : string.Empty;
    }
}
