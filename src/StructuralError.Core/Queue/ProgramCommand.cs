using System.Collections.Immutable;
using System.Text;

namespace StructuralError.Queue;

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
    public string ToShell(IEnumerable<string> arguments) => string.Join(' ', ((IEnumerable<string>)[Executable, .. Prefix, .. arguments]).Select(Quote));

    /// <summary>The word as a POSIX shell reads it literally: as it is where nothing in it has a meaning, otherwise in single quotes.</summary>
    public static string Quote(string word)
    {
        if (word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "_-+./:=,@%".Contains(c, StringComparison.Ordinal)))
        {
            return word;
        }

        // A quote inside ends the quoted part, stands for itself behind a backslash, and a new quoted part begins.
        return new StringBuilder("'").Append(word.Replace("'", @"'\''", StringComparison.Ordinal)).Append('\'').ToString();
    }
}
