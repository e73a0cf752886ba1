using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace StructuralError.Running;

/// <summary>Which program a run was made with.</summary>
/// <param name="Program">Version of the assembly, with the commit it was built from where that is known.</param>
/// <param name="Commit">Commit of the repository the program stands in; null without git or outside a clone.</param>
/// <param name="Dirty">Whether tracked files there differ from the commit; null where it is not known.</param>
public sealed record SourceVersion(string Program, string? Commit, bool? Dirty)
{
    private const string RepositoryMark = "StructuralError.sln";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static string ProgramVersion { get; } =
        typeof(SourceVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("source");
        writer.WriteString("version", Program);
        writer.WriteOptional("commit", Commit);
        if (Dirty is { } dirty)
        {
            writer.WriteBoolean("dirty", dirty);
        }
        else
        {
            writer.WriteNull("dirty");
        }

        writer.WriteEndObject();
    }

    /// <summary>Asks git, where there is one and the program stands in a clone of its own repository. Never fails; takes two seconds at most.</summary>
    /// <param name="directory">Where to start looking upwards for the repository.</param>
    public static async Task<SourceVersion> FindAsync(string directory)
    {
        var unknown = new SourceVersion(ProgramVersion, null, null);
        string? root = directory;
        while (root is not null && !File.Exists(Path.Combine(root, RepositoryMark)))
        {
            root = Path.GetDirectoryName(root);
        }

        if (root is null)
        {
            return unknown;
        }

        try
        {
            using var patience = new CancellationTokenSource(Patience);
            using Process? git = Process.Start(new ProcessStartInfo("git", ["-C", root, "status", "--porcelain=v2", "--branch", "--untracked-files=no"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
                UseShellExecute = false,
            });
            return git is null ? unknown : await ReadAsync(git, unknown, patience.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or IOException or InvalidOperationException or OperationCanceledException)
        {
            return unknown;
        }
    }

    private static async Task<SourceVersion> ReadAsync(Process git, SourceVersion unknown, CancellationToken patience)
    {
        try
        {
            Task<string> errors = git.StandardError.ReadToEndAsync(patience);
            string output = await git.StandardOutput.ReadToEndAsync(patience).ConfigureAwait(false);
            await git.WaitForExitAsync(patience).ConfigureAwait(false);
            _ = await errors.ConfigureAwait(false);
            return git.ExitCode == 0 ? Parse(output, unknown) : unknown;
        }
        catch (OperationCanceledException)
        {
            git.Kill();
            throw;
        }
    }

    private static SourceVersion Parse(string status, SourceVersion unknown)
    {
        const string CommitMark = "# branch.oid ";
        string[] lines = status.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string? commit = lines.FirstOrDefault(line => line.StartsWith(CommitMark, StringComparison.Ordinal))?[CommitMark.Length..].Trim();
        return unknown with { Commit = commit, Dirty = lines.Any(line => line[0] != '#') };
    }
}
