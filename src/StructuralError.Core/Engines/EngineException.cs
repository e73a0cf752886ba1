namespace StructuralError.Core.Engines;

/// <summary>A device refused or failed. The message is meant for users: what was asked, what happened, what to do.</summary>
public abstract class EngineException(string? message = null, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Whether the device's memory does not suffice: another device may do, or a smaller batch.</summary>
    public abstract bool IsOutOfMemory { get; }
}
