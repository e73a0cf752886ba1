namespace StructuralError.Cuda.Driver;

/// <summary><c>CUevent_flags</c> of cuda.h.</summary>
[Flags]
internal enum EventFlags : uint
{
    None = 0,

    /// <summary>A host thread that waits sleeps; without it, it asks again and again and keeps a core busy.</summary>
    BlockingSync = 1,

    /// <summary>The time is not taken: cheaper, and nothing can be measured from it.</summary>
    DisableTiming = 2,
}
