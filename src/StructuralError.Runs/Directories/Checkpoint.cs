using System.Collections.Immutable;
using StructuralError.Core.RandomNumbers;
using StructuralError.Core.Training;
using StructuralError.Runs.Files;

namespace StructuralError.Runs.Directories;

/// <summary>
/// Where a run stood: with it and the parameters another process goes on, and what it writes is what an uninterrupted run would have written.
/// </summary>
public sealed record Checkpoint
{
    /// <summary>See <see cref="RunManifest.RunIdentity"/>: a checkpoint of another run is never used.</summary>
    public required string RunIdentity { get; init; }

    public required string SpecHash { get; init; }

    /// <summary>Version of the program, and the instruction set it computed with: other ones may round otherwise.</summary>
    public required string Program { get; init; }

    /// <inheritdoc cref="Program"/>
    public required string InstructionSet { get; init; }

    /// <summary>When the run first began.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>What the run was begun with; null in a checkpoint of a version that did not record it.</summary>
    public RunProcess? Begun { get; init; }

    public ImmutableArray<RunResume> Resumes { get; init; } = [];

    public required TrainingState Training { get; init; }

    /// <summary>See <see cref="ISampler.EpochStart"/>, of the epoch in <see cref="Training"/>.</summary>
    public required GeneratorState EpochStart { get; init; }

    public required ImmutableArray<FileMark> RowFiles { get; init; }
}

/// <summary>A checkpoint that cannot be used; the message ends a sentence that begins with a file's name.</summary>
public sealed class CheckpointException(string message, Exception? inner = null) : Exception(message, inner);
