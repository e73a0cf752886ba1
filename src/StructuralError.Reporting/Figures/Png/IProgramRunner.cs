namespace StructuralError.Reporting.Figures.Png;

/// <summary>Other programs, as far as a picture needs them. Tests put another one in its place.</summary>
public interface IProgramRunner
{
    /// <summary>The path of a program on <c>PATH</c>, or null.</summary>
    string? Find(string name);

    /// <summary>Starts a program and waits for its end.</summary>
    /// <exception cref="IOException">It cannot be started, or did not end in time.</exception>
    ProgramResult Run(string path, IReadOnlyList<string> arguments);
}

/// <param name="Messages">What it wrote to standard error.</param>
public sealed record ProgramResult(int ExitCode, string Messages);
