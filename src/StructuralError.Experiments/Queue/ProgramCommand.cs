using System.Collections.Immutable;
using StructuralError.Core.Common;

namespace StructuralError.Experiments.Queue;

/// <summary>How to start a program: the executable and what comes before its own arguments.</summary>
public sealed record ProgramCommand(string Executable, ImmutableArray<string> Prefix)
{
    /// <summary>This program, however it was started: by its own executable, as a single file, or by <c>dotnet StructuralError.dll</c>.</summary>
    /// <param name="assemblyPath">Where the program's assembly lies; empty in a single file.</param>
    public static ProgramCommand Own(string assemblyPath)
    {
        string executable = Environment.ProcessPath
            ?? throw new InvalidOperationException("the system does not tell the path of this process's executable.");
        bool isHost = assemblyPath.Length > 0
            && !Path.GetFileNameWithoutExtension(executable).Equals(Path.GetFileNameWithoutExtension(assemblyPath), StringComparison.OrdinalIgnoreCase);
        return isHost ? new ProgramCommand(executable, ["exec", assemblyPath]) : new ProgramCommand(executable, []);
    }

    /// <summary>One line for a POSIX shell; each word is quoted where it has to be.</summary>
    public string ToShell(IEnumerable<string> arguments) => string.Join(' ', ((IEnumerable<string>)[Executable, .. Prefix, .. arguments]).Select(ShellWord.Quote));
}
