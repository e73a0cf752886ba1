namespace StructuralError.Cli.Runs;

/// <summary>Words as a POSIX shell takes them.</summary>
internal static class ShellWord
{
    private const string Plain = "-_./=:,+@%";

    /// <summary>The word itself where no character of it means anything to a shell, otherwise in single quotes.</summary>
    public static string Quote(string word) => word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || Plain.Contains(letter, StringComparison.Ordinal))
        ? word
        : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
