using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using StructuralError.Runs.Storage;

namespace StructuralError.Runs.Provenance;

/// <summary>One question to git, as a process of its own.</summary>
internal static class GitCommand
{
    /// <summary>Runs git in a directory and reads what it prints.</summary>
    /// <param name="read">Reads standard output; it may stop before the end, git is then ended.</param>
    /// <returns>Null where there is no git, it reports an error, or the patience ran out.</returns>
    public static async Task<T?> RunAsync<T>(
        string directory, IEnumerable<string> arguments, Func<Stream, CancellationToken, Task<T>> read, CancellationToken patience)
        where T : class
    {
        try
        {
            patience.ThrowIfCancellationRequested();
            if (ProgramPath.Find("git") is not { } program)
            {
                return null;
            }

            using Process? git = Process.Start(new ProcessStartInfo(program, ["-C", directory, .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
                UseShellExecute = false,
            });
            return git is null ? null : await ReadAsync(git, read, patience).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is Win32Exception or IOException or InvalidOperationException or OperationCanceledException)
        {
            return null;
        }
    }

    public static async Task<string> ReadTextAsync(Stream output, CancellationToken patience)
    {
        using var reader = new StreamReader(output, Encoding.UTF8, leaveOpen: true);
        return await reader.ReadToEndAsync(patience).ConfigureAwait(false);
    }

    private static async Task<T?> ReadAsync<T>(Process git, Func<Stream, CancellationToken, Task<T>> read, CancellationToken patience)
        where T : class
    {
        try
        {
            Task<string> errors = git.StandardError.ReadToEndAsync(patience);
            Stream output = git.StandardOutput.BaseStream;
            T answer = await read(output, patience).ConfigureAwait(false);
            if (await output.ReadAsync(new byte[1], patience).ConfigureAwait(false) > 0)
            {
                // The reader has seen enough.
                git.Kill();
                return answer;
            }

            await git.WaitForExitAsync(patience).ConfigureAwait(false);
            _ = await errors.ConfigureAwait(false);
            return git.ExitCode == 0 ? answer : null;
        }
        catch (OperationCanceledException)
        {
            git.Kill();
            throw;
        }
    }
}
