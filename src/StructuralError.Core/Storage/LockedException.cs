namespace StructuralError.Storage;

/// <summary>The file is locked by a process that is alive.</summary>
public sealed class LockedException(string message, Exception inner) : IOException(message, inner);
