namespace StructuralError.Runs.Storage;

/// <summary>
/// Finds other programs. <c>Process.Start</c> with a bare name would look into the current directory before <c>PATH</c> (dotnet/runtime#44792), and run
/// whatever came with somebody's results.
/// </summary>
public static class ProgramPath
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The absolute path of a program in the first absolute directory of <c>PATH</c> that has it; null where none has.</summary>
    public static string? Find(string name) => Find(name, Environment.GetEnvironmentVariable("PATH"));

    /// <param name="path">The directories, as <c>PATH</c> lists them. Relative ones, an empty one among them, mean the current directory and are passed
    /// over.</param>
    /// <inheritdoc cref="Find(string)"/>
    internal static string? Find(string name, string? path) => (path ?? string.Empty).Split(Path.PathSeparator)
        .Where(directory => Path.IsPathFullyQualified(directory))
        .Select(directory => Path.Combine(directory, OperatingSystem.IsWindows() ? name + ".exe" : name)).FirstOrDefault(IsProgram);

    private static bool IsProgram(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Executable) != 0);
}
