namespace StructuralError.Experiments.Queue;

/// <summary>How a run that was started ended, as far as a queue has to know.</summary>
public enum RunEnd
{
    /// <summary>It says that it is finished.</summary>
    Completed,

    /// <summary>Another process holds its directory, or something else is in it.</summary>
    Occupied,

    /// <summary>It failed, was killed, or was told to end.</summary>
    Failed,
}

/// <summary>How a run ended.</summary>
/// <param name="Code">What its process ended with; 128 + n where signal n killed it.</param>
/// <param name="Messages">The last lines it wrote on standard error.</param>
public sealed record RunExit(RunEnd End, int Code, IReadOnlyList<string> Messages);

/// <summary>What the program's processes end with; the numbers are the program's own.</summary>
/// <param name="Of">What an end that was no success ends with, and the lines that say why.</param>
/// <param name="Interrupted">Of a run that was told to end.</param>
public sealed record RunCodes(int Completed, int Occupied, int Interrupted, Func<Exception, (int Code, IReadOnlyList<string> Lines)> Of)
{
    /// <summary>For those who have no such numbers: 0 for success, 1 for anything else.</summary>
    public static RunCodes Plain { get; } = new(0, 1, 1, exception => (1, [exception.Message]));

    public RunEnd End(int code) => code == Completed ? RunEnd.Completed : code == Occupied ? RunEnd.Occupied : RunEnd.Failed;
}
