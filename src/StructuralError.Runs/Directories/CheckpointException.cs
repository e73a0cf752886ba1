namespace StructuralError.Runs.Directories;

/// <summary>A checkpoint that cannot be used; the message ends a sentence that begins with a file's name.</summary>
public sealed class CheckpointException(string message, Exception? inner = null) : Exception(message, inner);
