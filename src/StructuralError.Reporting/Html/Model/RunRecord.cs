namespace StructuralError.Reporting.Html.Model;

/// <summary>One run as its <c>manifest.json</c> and <c>summary.json</c> tell it. What they do not say is null.</summary>
public sealed record RunRecord
{
    /// <summary>Name of its directory.</summary>
    public required string Name { get; init; }

    /// <summary><c>completed</c>, <c>failed</c>, <c>interrupted</c> or <c>running</c>.</summary>
    public string? Outcome { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }

    /// <summary>ISO 8601, UTC.</summary>
    public string? Start { get; init; }

    /// <inheritdoc cref="Start"/>
    public string? End { get; init; }

    /// <summary>Arguments as the program got them, for a POSIX shell.</summary>
    public string? CommandLine { get; init; }

    /// <summary>Fields of the spec by name, in the manifest's order and words; the model's own parameters are in <see cref="RunNetwork.Values"/>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Spec { get; init; } = [];

    public RunNetwork Network { get; init; } = new();

    public RunData Data { get; init; } = new();

    public RunEnvironment Environment { get; init; } = new();

    public RunResults Results { get; init; } = new();

    /// <summary>Whether its parameters were kept.</summary>
    public bool HasCheckpoint { get; init; }

    public string? Seed => Spec.FirstOrDefault(pair => pair.Key == "seed").Value;

    public bool IsCompleted => Outcome == "completed";
}

/// <summary>The network of a run.</summary>
public sealed record RunNetwork
{
    /// <summary>Short name: <c>b</c>.</summary>
    public string? Name { get; init; }

    public string? Title { get; init; }

    /// <summary>k, width, skip, …</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Values { get; init; } = [];

    /// <summary>|θ|.</summary>
    public long? Parameters { get; init; }
}

/// <summary>The data of a run.</summary>
public sealed record RunData
{
    public string? Name { get; init; }

    public string? Source { get; init; }

    public long? TrainSamples { get; init; }

    public long? TestSamples { get; init; }

    /// <summary>File name to SHA-256.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Sha256 { get; init; } = [];
}

/// <summary>What a run was made with and on.</summary>
public sealed record RunEnvironment
{
    public string? ProgramVersion { get; init; }

    public string? Commit { get; init; }

    /// <summary>Whether tracked files differed from the commit.</summary>
    public bool? Dirty { get; init; }

    /// <summary><c>cpu</c>, <c>cuda:0</c>, …</summary>
    public string? Device { get; init; }

    public string? Precision { get; init; }

    public string? InstructionSet { get; init; }

    public string? Threads { get; init; }

    public string? Processor { get; init; }

    public string? Processors { get; init; }

    public long? MemoryBytes { get; init; }

    public string? OperatingSystem { get; init; }

    public string? Architecture { get; init; }

    /// <summary>.NET's version.</summary>
    public string? Runtime { get; init; }
}

/// <summary>What a completed run came to.</summary>
public sealed record RunResults
{
    public double? TestAccuracy { get; init; }

    public double? TestLoss { get; init; }

    public long? Steps { get; init; }

    public long? MeasuredSteps { get; init; }

    /// <summary>Samples on which Theorem 3's inequality was checked.</summary>
    public long? Theorem3Checks { get; init; }

    /// <summary>Those on which it did not hold.</summary>
    public long? Theorem3Violations { get; init; }

    /// <summary>Wall time of the whole run.</summary>
    public double? Seconds { get; init; }

    /// <summary>Wall time of the training loop.</summary>
    public double? TrainingSeconds { get; init; }

    public long? PeakMemoryBytes { get; init; }
}
