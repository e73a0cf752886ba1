using StructuralError.Core.Common;
using StructuralError.Core.Engines;

namespace StructuralError.Reporting.Listings;

/// <summary>What went wrong, for people: what it was and what to do, without a stack trace.</summary>
internal static class FailureText
{
    /// <summary>The lines, and the kind of failure; null for a fault of this program, which has no words of its own.</summary>
    public static (FailureKind Kind, IReadOnlyList<string> Lines)? Of(Exception exception) => exception switch
    {
        UserErrorException user => (user.Kind, [.. user.Problems.Select(problem => problem.Message)]),

        // What a task could not even be started for.
        TaskSchedulerException { InnerException: { } inner } => Of(inner),
        EngineException { IsOutOfMemory: true } => (FailureKind.Usage, [exception.Message]),
        EngineException => (FailureKind.Unavailable, [exception.Message]),

        // Of all native libraries, only a driver's may be older than its functions.
        EntryPointNotFoundException => (FailureKind.Unavailable,
            [$"the device's driver is too old for this program: {exception.Message} Install a newer driver, or run with another --device."]),

        // Also what starting a thread throws where this user may have no more of them.
        OutOfMemoryException => (FailureKind.Failure,
            ["the memory does not suffice, or no more threads may be started (ulimit -u); make the model, --batch-size or --threads smaller."]),

        // Assemblies are loaded when they are first needed.
        FileNotFoundException { FileName: { } part } when part.Contains(", Version=", StringComparison.Ordinal) => (FailureKind.InputOutput,
            [$"{part.Split(',')[0]}, a part of .NET, cannot be loaded: too many files may be open (ulimit -n), or the installation is not whole."]),

        // What asking for the current directory throws where it has been removed.
        FileNotFoundException { FileName: null } => (FailureKind.InputOutput, ["the current directory does not exist any more; change into one that does."]),
        IOException or UnauthorizedAccessException => (FailureKind.InputOutput, [exception.Message]),
        _ => null,
    };
}
