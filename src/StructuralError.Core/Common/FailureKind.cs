namespace StructuralError.Core.Common;

/// <summary>What kind of thing went wrong, for whoever has to act on it: a shell script, a queue, a caller.</summary>
public enum FailureKind
{
    /// <summary>The run failed after it started: a loss that is not finite, …</summary>
    Failure,

    /// <summary>Wrong usage or configuration; nothing was started.</summary>
    Usage,

    /// <summary>Bad input data.</summary>
    BadData,

    /// <summary>The device that was asked for, or a library for it or for pictures, is not there, cannot be used, or was lost.</summary>
    Unavailable,

    /// <summary>Locked by another process, or the directory holds something else.</summary>
    CannotCreate,

    /// <summary>Input or output failed: disk full, no permission, no network.</summary>
    InputOutput,
}
