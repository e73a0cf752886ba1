using StructuralError.Core.Common;
using StructuralError.Experiments.Queue;
using StructuralError.Reporting.Listings;

namespace StructuralError.Cli.Common;

/// <summary>Turns an exception into lines for the user and an exit code. A stack trace is shown only with <c>STRUCTURAL_ERROR_DEBUG=1</c>.</summary>
internal static class ErrorReport
{
    private const string DebugVariable = "STRUCTURAL_ERROR_DEBUG";

    /// <summary>What processes of this program end with.</summary>
    public static RunCodes Codes { get; } = new(ExitCodes.Success, ExitCodes.CannotCreate, ExitCodes.Requeue, Describe);

    public static int Write(Exception exception, TextWriter error)
    {
        (int exitCode, IReadOnlyList<string> lines) = Describe(exception);
        foreach (string line in lines)
        {
            error.WriteLine($"error: {line}");
        }

        if (Environment.GetEnvironmentVariable(DebugVariable) == "1")
        {
            error.Write(exception + Environment.NewLine);
        }

        return exitCode;
    }

    /// <summary>Does one of several things: where it fails, that is reported and keeps nobody from the others.</summary>
    /// <returns>The exit code.</returns>
    public static int Guard(TextWriter error, Action action)
    {
        try
        {
            action();
            return ExitCodes.Success;
        }
        catch (Exception exception) when (exception is UserErrorException or IOException or UnauthorizedAccessException)
        {
            return Write(exception, error);
        }
    }

    /// <summary>Does the same with each of several runs.</summary>
    /// <returns>The exit code of the first failure.</returns>
    public static int GuardEach(TextWriter error, IEnumerable<string> runs, Action<string> action) =>
        runs.Select(run => Guard(error, () => action(run))).ToArray().FirstOrDefault(code => code != ExitCodes.Success);

    private static (int ExitCode, IReadOnlyList<string> Lines) Describe(Exception exception) => exception is OperationCanceledException
        ? (ExitCodes.Interrupted, ["interrupted; nothing was started."])
        : exception is TypeInitializationException { InnerException: { } inner }
        ? Describe(inner)
        : FailureText.Of(exception) is { } failure
        ? (ExitCodes.Of(failure.Kind), failure.Lines)
        : (ExitCodes.Internal,
            [$"internal error: {exception.GetType().Name}: {exception.Message} (a fault of this program; {DebugVariable}=1 shows where)"]);
}
