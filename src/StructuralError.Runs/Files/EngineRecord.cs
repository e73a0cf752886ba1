namespace StructuralError.Runs.Files;

/// <summary>What a run computes with.</summary>
public sealed record EngineRecord : FileRecord
{
    /// <summary><c>cpu</c>, <c>cuda:0</c>, ….</summary>
    public string? Device { get; init; }

    /// <summary>What the device's maker calls it.</summary>
    public string? DeviceName { get; init; }

    /// <summary>How the run came to the device; null where it was asked for.</summary>
    public string? DeviceReason { get; init; }

    /// <summary><c>f32</c> or <c>f64</c>.</summary>
    public string? Precision { get; init; }

    public string? InstructionSet { get; init; }

    public int? Threads { get; init; }
}
