using StructuralError.Core.Common;
using StructuralError.Cuda;

namespace StructuralError.Cli;

/// <summary>Turns an exception into lines for the user and an exit code. A stack trace is shown only with <c>STRUCTURAL_ERROR_DEBUG=1</c>.</summary>
internal static class ErrorReport
{
    private const string DebugVariable = "STRUCTURAL_ERROR_DEBUG";

    public static int Write(Exception exception, TextWriter error)
    {
        (int exitCode, IEnumerable<string> lines) = exception switch
        {
            UserErrorException user => (user.ExitCode, user.Problems.Select(problem => problem.Message)),
            OperationCanceledException => (ExitCodes.Interrupted, ["interrupted; nothing was started."]),
            CudaException { IsOutOfMemory: true } => (ExitCodes.Usage, [exception.Message]),
            CudaException => (ExitCodes.Unavailable, [exception.Message]),
            // Of all native libraries, only the CUDA driver's may be older than its functions.
            EntryPointNotFoundException => (ExitCodes.Unavailable, [$"the CUDA driver is too old for this program: {exception.Message} Install a newer NVIDIA driver, or run with --device cpu."]),
            OutOfMemoryException => (ExitCodes.Failure, ["the memory does not suffice; make the model, --batch-size or --threads smaller."]),
            // What asking for the current directory throws where it has been removed.
            FileNotFoundException { FileName: null } => (ExitCodes.InputOutput, ["the current directory does not exist any more; change into one that does."]),
            IOException or UnauthorizedAccessException => (ExitCodes.InputOutput, [exception.Message]),
            _ => (ExitCodes.Internal, (IEnumerable<string>)[
                $"internal error: {exception.GetType().Name}: {exception.Message} "
                + $"(a fault of this program; {DebugVariable}=1 shows where)"]),
        };
        foreach (string line in lines)
        {
            error.WriteLine($"error: {line}");
        }

        if (Environment.GetEnvironmentVariable(DebugVariable) == "1")
        {
            error.WriteLine(exception);
        }

        return exitCode;
    }
}
