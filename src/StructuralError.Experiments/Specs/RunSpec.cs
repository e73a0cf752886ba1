using System.Collections.Immutable;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Losses;
using StructuralError.Core.Structure;
using StructuralError.Runs.Directories;

namespace StructuralError.Experiments.Specs;

/// <summary>Everything that decides the numbers of a run, and where its inputs are found. Immutable; defaults are the paper's settings.</summary>
public sealed record RunSpec
{
    /// <summary>No value for any parameter of a model.</summary>
    public static ImmutableSortedDictionary<string, int> NoParameters { get; } = ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);

    /// <summary>Name of a model that comes with the program, or the path of a model file.</summary>
    public string Model { get; init; } = "a";

    /// <summary>Values for the model's own parameters (k, width, skip, …; a flag is 0 or 1); what is absent keeps the model file's value.</summary>
    public ImmutableSortedDictionary<string, int> Network { get; init; } = NoParameters;

    /// <summary><c>auto</c>, <c>mnist</c>, <c>digits</c> or a directory of IDX files.</summary>
    public string Dataset { get; init; } = "auto";

    public string? DataDirectory { get; init; }

    public string? Mirror { get; init; }

    /// <summary>What is done to the pixels; null for nothing.</summary>
    public Normalisation? Normalise { get; init; }

    /// <summary>What becomes of the training set's labels.</summary>
    public LabelSettings Labels { get; init; } = LabelSettings.AsTheyAre;

    /// <summary>What is trained for: a name of <see cref="LossTable"/>.</summary>
    public string Loss { get; init; } = LossTable.Default.Name;

    /// <summary>How the parameters are drawn.</summary>
    public string Init { get; init; } = "default";

    /// <summary>A safetensors file that the parameters are taken from in place of being drawn; what counts is its content, not its path.</summary>
    public string? InitWeights { get; init; }

    /// <summary>Which tensor of that file is which parameter: <see cref="InitialWeights.ByName"/> or <see cref="InitialWeights.ByOrder"/>.</summary>
    public string Match { get; init; } = InitialWeights.ByName;

    public int Epochs { get; init; } = 1;

    public int BatchSize { get; init; } = 64;

    public double LearningRate { get; init; } = 0.01;

    public double Momentum { get; init; } = 0.9;

    public double WeightDecay { get; init; }

    /// <summary>Stop after so many steps; null for all of the epochs.</summary>
    public long? Steps { get; init; }

    /// <summary>As <c>torch.manual_seed</c>.</summary>
    public long Seed { get; init; }

    public Precision Precision { get; init; } = Precision.F32;

    public int MeasureEvery { get; init; } = 1;

    /// <summary>Each step whose number this divides, and the last, is measured layer by layer too; 0 for none.</summary>
    public int StructureEvery { get; init; }

    /// <summary>Before each step whose number this divides, and the last, the kernel between the samples of a probe is measured; 0 for none.</summary>
    public int KernelEvery { get; init; }

    public ProbeSpec KernelProbe { get; init; } = new("train", 64);

    public ProbeSpec? Probe { get; init; }

    public bool PerSample { get; init; }

    public StructuralWeights Weights { get; init; } = StructuralWeights.Ones;

    /// <summary>Steps between checkpoints, 0 for none; null: by time. The numbers do not depend on it.</summary>
    public long? CheckpointEvery { get; init; }

    /// <summary>
    /// What computes. Not part of a run's identity: devices differ by rounding alone (and by the masks of dropout, which each kind of engine draws in its own
    /// way). But a run that was begun on one kind is continued on that kind only.
    /// </summary>
    public DeviceRequest Device { get; init; } = DeviceRequest.Auto;

    /// <summary>Threads that compute; the numbers do not depend on it.</summary>
    public int Threads { get; init; } = ComputeThreads.Available;
}

/// <summary>Measure on the first <paramref name="Count"/> samples of a split in place of the training batch.</summary>
/// <param name="Split"><c>train</c> or <c>test</c>.</param>
public sealed record ProbeSpec(string Split, int Count);
