namespace StructuralError.Core.Common;

/// <summary>Arguments as one types them in a POSIX shell.</summary>
public static class ShellWord
{
    private const string Plain = "-_./:=,+@%";

    /// <summary>As it is where the shell leaves it alone, in single quotes otherwise.</summary>
    public static string Quote(string word)
    {
        bool isPlain = word.Length > 0 && word.All(character => char.IsAsciiLetterOrDigit(character) || Plain.Contains(character, StringComparison.Ordinal));
        return isPlain ? word : "'" + word.Replace("'", @"'\''", StringComparison.Ordinal) + "'";
    }
}
