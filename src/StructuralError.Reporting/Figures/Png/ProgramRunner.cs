using System.ComponentModel;
using System.Diagnostics;
using StructuralError.Runs.Storage;

namespace StructuralError.Reporting.Figures.Png;

/// <summary>Programs of this machine.</summary>
public sealed class ProgramRunner : IProgramRunner
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static ProgramRunner Default { get; } = new();

    public string? Find(string name) => ProgramPath.Find(name);

    public ProgramResult Run(string path, IReadOnlyList<string> arguments)
    {
        ProcessStartInfo start = new(path, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        try
        {
            using Process process = Process.Start(start) ?? throw new IOException($"{path}: cannot be started.");

            // Both are read while it runs: a full pipe would stop it.
            Task<string> messages = process.StandardError.ReadToEndAsync(), output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                throw new IOException(FormattableString.Invariant($"{path}: did not end within {Patience.TotalSeconds:0} seconds."));
            }

            _ = output.GetAwaiter().GetResult();
            return new ProgramResult(process.ExitCode, messages.GetAwaiter().GetResult().Trim());
        }
        catch (Win32Exception exception)
        {
            throw new IOException($"{path}: cannot be started: {exception.Message}", exception);
        }
    }
}
