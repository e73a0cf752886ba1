using System.Collections.Immutable;
using StructuralError.Core.Common;

namespace StructuralError.Experiments.Queue;

/// <summary>How to start a program: the executable and what comes before its own arguments.</summary>
public sealed record ProgramCommand(string Executable, ImmutableArray<string> Prefix)
{
    /// <summary>
    /// This program, however it was started: by an executable of its own, as a single file, as a .NET tool, or by <c>dotnet StructuralError.dll</c>.
    /// </summary>
    /// <param name="assemblyPath">Where the program's assembly lies; empty in a single file.</param>
    /// <param name="executable">This process's executable; null to ask the system.</param>
    public static ProgramCommand Own(string assemblyPath, string? executable = null)
    {
        executable ??= Environment.ProcessPath ?? throw new InvalidOperationException("the system does not tell the path of this process's executable.");
        bool isHost = assemblyPath.Length > 0 && Path.GetFileNameWithoutExtension(executable).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        return isHost ? new ProgramCommand(executable, ["exec", assemblyPath]) : new ProgramCommand(executable, []);
    }

    /// <summary>One line for a POSIX shell; each word is quoted where it has to be.</summary>
    public string ToShell(IEnumerable<string> arguments) =>
        string.Join(' ', ((IEnumerable<string>)[Executable, .. Prefix, .. arguments]).Select(ShellWord.Quote));
}
