namespace StructuralError.Tests.Durability;

/// <summary>A way in which an operating system refuses.</summary>
/// <param name="IsShortWrite">Whether part of what was to be written gets through.</param>
/// <param name="Lasts">Whether everything that follows fails too.</param>
public sealed record Fault(string Name, string Message, Func<string, Exception> Exception, bool IsShortWrite = false, bool Lasts = false)
{
    private static readonly Func<string, Exception> NoSpace = path => new IOException($"No space left on device : '{path}'");

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("ENOSPC", "No space left on device", NoSpace),
        new("ENOSPC from then on", "No space left on device", NoSpace, Lasts: true),
        new("EIO", "Input/output error", path => new IOException($"Input/output error : '{path}'")),
        new("EACCES", "is denied", path => new UnauthorizedAccessException($"Access to the path '{path}' is denied.")),
        new("short write", "No space left on device", NoSpace, IsShortWrite: true),
    ];

    public override string ToString() => Name;
}
