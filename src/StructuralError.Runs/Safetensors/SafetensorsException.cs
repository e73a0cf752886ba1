namespace StructuralError.Runs.Safetensors;

/// <summary>A file that is not a well-formed safetensors file; the message ends a sentence that begins with the file's name.</summary>
public sealed class SafetensorsException(string message, Exception? inner = null) : Exception(message, inner);
