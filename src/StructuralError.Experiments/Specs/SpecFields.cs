using System.Collections.Immutable;
using StructuralError.Core.Data;
using StructuralError.Core.Engines;
using StructuralError.Core.Losses;
using StructuralError.Core.Networks;
using StructuralError.Experiments.Engines;
using StructuralError.Runs.Directories;

namespace StructuralError.Experiments.Specs;

/// <summary>Every value of a <see cref="RunSpec"/> except the model's own parameters. Options, config keys, manifest and directory name all follow from this
/// table.</summary>
public static class SpecFields
{
    private static readonly Rule<int> Positive = new(value => value >= 1, "at least 1");
    private static readonly Rule<int> AnyCount = new(value => value >= 0, "0 or more");
    private static readonly Rule<double> NotNegative = new(value => value >= 0, "0 or more");
    private static readonly Rule<double> Share = new(value => value is >= 0 and <= 1, "from 0 to 1");

    public static RunSpec Defaults { get; } = new();

    private static string DeviceWords =>
        string.Join(" or ", EngineProviders.Default.Names.Skip(1)) + ", perhaps with a number, as " + EngineProviders.Default.Accelerators[0].Name + ":1";

    /// <summary>
    /// The fields that are part of a run's identity at their default too: the first version hashed all of its fields, and its runs keep their hashes.
    /// Nothing is ever added here; see <see cref="SpecField.Identity"/>.
    /// </summary>
    public static ImmutableHashSet<string> AlwaysHashed { get; } =
    [
        "model", "dataset", "init", "epochs", "batch_size", "learning_rate", "momentum", "weight_decay", "steps", "seed", "precision", "measure_every",
        "structure_every", "probe", "per_sample", "alpha", "beta", "gamma",
    ];

    public static ImmutableArray<SpecField> All { get; } =
    [
        new SpecField<string>("model", "--model", null, true, "a, b, c, d, or the path of a model file",
            new NonEmptyText(), spec => spec.Model, (spec, value) => spec with { Model = value }),
        new SpecField<string>("dataset", "--dataset", null, true, "auto, mnist, digits, or a directory of IDX files",
            new NonEmptyText(), spec => spec.Dataset, (spec, value) => spec with { Dataset = value }),
        new SpecField<string?>("data_dir", "--data-dir", null, false, "where MNIST's files are looked for first",
            new OptionalValue<string?, string>(new NonEmptyText()), spec => spec.DataDirectory, (spec, value) => spec with { DataDirectory = value }),
        new SpecField<string?>("mirror", "--mirror", null, false, "where MNIST is downloaded from, first of all",
            new OptionalValue<string?, string>(new NonEmptyText()), spec => spec.Mirror, (spec, value) => spec with { Mirror = value },
            new Rule<string?>(IsWebAddress, "an address that starts with http:// or https://")),
        new SpecField<int?>("train_limit", "--train-limit", "limit", true, "train on the first so many samples alone, or none for all",
            new OptionalValue<int?, int>(new WholeNumber<int>()),
            spec => spec.Labels.Limit, (spec, value) => spec with { Labels = spec.Labels with { Limit = value } },
            new Rule<int?>(value => value is null or >= 1, "at least 1")),
        new SpecField<bool>("soft_labels", "--soft-labels", "softlabels", true,
            "the training samples' label distributions from train-soft-labels*, an IDX file of numbers [samples, classes] beside the labels",
            new Flag(), spec => spec.Labels.FromFile, (spec, value) => spec with { Labels = spec.Labels with { FromFile = value } }),
        new SpecField<double>("label_noise", "--label-noise", "noise", true, "probability that a training label is another, each other class alike",
            new RealNumber(), spec => spec.Labels.Noise, (spec, value) => spec with { Labels = spec.Labels with { Noise = value } }, Share),
        new SpecField<int?>("label_copies", "--label-copies", "copies", true,
            "labels drawn for each training sample, whose frequencies are its target; 0: the distribution itself; auto: one with --label-noise, otherwise 0",
            new OptionalValue<int?, int>(new WholeNumber<int>(), IsAuto: true),
            spec => spec.Labels.Copies, (spec, value) => spec with { Labels = spec.Labels with { Copies = value } },
            new Rule<int?>(value => value is null or (>= 0 and <= LabelSettings.MostCopies), $"auto, or from 0 to {LabelSettings.MostCopies}")),
        new SpecField<long>("label_seed", "--label-seed", "labelseed", true, "seed of these draws; --seed does not change them",
            new WholeNumber<long>(), spec => spec.Labels.Seed, (spec, value) => spec with { Labels = spec.Labels with { Seed = value } }),
        new SpecField<double>("label_smoothing", "--label-smoothing", "smoothing", true, "share of every target that is spread over all classes alike",
            new RealNumber(), spec => spec.Labels.Smoothing, (spec, value) => spec with { Labels = spec.Labels with { Smoothing = value } }, Share),
        new SpecField<string>("loss", "--loss", "", true, $"what is trained for, {LossTable.Words}",
            new LossName(), spec => spec.Loss, (spec, value) => spec with { Loss = value }),
        new SpecField<Normalisation?>(
            "normalise", "--normalise", "norm", true, "mean and standard deviation that pixels in 0 to 1 are normalised with, as 0.1307,0.3081; or none",
            new OptionalValue<Normalisation?, Normalisation>(new NormalisationText()),
            spec => spec.Normalise, (spec, value) => spec with { Normalise = value },
            new Rule<Normalisation?>(value => value is null or { Deviation: > 0 }, "a mean and a standard deviation above 0")),
        new SpecField<string>(
            "init", "--init", "", true, "how parameters are drawn: default (PyTorch's), he-uniform, he-normal, xavier-uniform, xavier-normal, orthogonal",
            new Choice([.. InitSchemeNames.All]), spec => spec.Init, (spec, value) => spec with { Init = value }),
        new SpecField<string?>("init_weights", "--init-weights", null, false,
            "file the parameters are taken from, in place of drawing them: safetensors, or what torch.save makes of a state_dict; the order of the samples is "
            + "still the seed's",
            new OptionalValue<string?, string>(new NonEmptyText()), spec => spec.InitWeights, (spec, value) => spec with { InitWeights = value }),
        new SpecField<string>(
            "match", "--match", "match", true, "which tensor of --init-weights is which parameter: that of the same name, or by the order in the file",
            new Choice(InitialWeights.ByName, InitialWeights.ByOrder), spec => spec.Match, (spec, value) => spec with { Match = value }),
        new SpecField<int>("epochs", "--epochs", "e", true, "passes over the training data",
            new WholeNumber<int>(), spec => spec.Epochs, (spec, value) => spec with { Epochs = value }, Positive),
        new SpecField<int>("batch_size", "--batch-size", "bs", true, "samples a step",
            new WholeNumber<int>(), spec => spec.BatchSize, (spec, value) => spec with { BatchSize = value }, Positive),
        new SpecField<double>("learning_rate", "--lr", "lr", true, "SGD's learning rate",
            new RealNumber(), spec => spec.LearningRate, (spec, value) => spec with { LearningRate = value }, NotNegative),
        new SpecField<double>("momentum", "--momentum", "mom", true, "SGD's momentum",
            new RealNumber(), spec => spec.Momentum, (spec, value) => spec with { Momentum = value },
            new Rule<double>(value => value is >= 0 and < 1, "at least 0 and below 1")),
        new SpecField<double>("weight_decay", "--weight-decay", "wd", true, "SGD's weight decay",
            new RealNumber(), spec => spec.WeightDecay, (spec, value) => spec with { WeightDecay = value }, NotNegative),
        new SpecField<long?>("steps", "--steps", "n", true, "stop after so many steps, or none",
            new OptionalValue<long?, long>(new WholeNumber<long>()), spec => spec.Steps, (spec, value) => spec with { Steps = value },
            new Rule<long?>(value => value is null or >= 1, "at least 1")),
        new SpecField<long>("seed", "--seed", null, true, "as torch.manual_seed, from -2^63 to 2^64 - 1",
            new SeedNumber(), spec => spec.Seed, (spec, value) => spec with { Seed = value }),
        new SpecField<Precision>("precision", "--precision", "", true, "f32 or f64",
            new PrecisionName(), spec => spec.Precision, (spec, value) => spec with { Precision = value }),
        new SpecField<int>("measure_every", "--measure-every", "every", true, "measure each N-th step; the others only train",
            new WholeNumber<int>(), spec => spec.MeasureEvery, (spec, value) => spec with { MeasureEvery = value }, Positive),
        new SpecField<int>("structure_every", "--structure-every", "structure", true,
            "measure each N-th step, and the last, layer by layer too: layers.csv and independence.csv; 0 for none",
            new WholeNumber<int>(), spec => spec.StructureEvery, (spec, value) => spec with { StructureEvery = value }, AnyCount),
        new SpecField<int>("kernel_every", "--kernel-every", "kernel", true,
            "before each N-th step, and the last, measure the kernel between the samples of a probe: kernel.csv; 0 for none",
            new WholeNumber<int>(), spec => spec.KernelEvery, (spec, value) => spec with { KernelEvery = value }, AnyCount),
        new SpecField<ProbeSpec>("kernel_probe", "--kernel-probe", "kernel-", true,
            "the samples of that kernel, the first of a split; its matrix has a row for each sample and class",
            new ProbeText(), spec => spec.KernelProbe, (spec, value) => spec with { KernelProbe = value },
            new Rule<ProbeSpec>(value => value.Count >= 1, "of at least 1 sample")),
        new SpecField<ProbeSpec?>(
            "probe", "--probe", "probe-", true, "measure on the first samples of a split in place of the training batch: test:256, train:256, or none",
            new OptionalValue<ProbeSpec?, ProbeSpec>(new ProbeText()), spec => spec.Probe, (spec, value) => spec with { Probe = value },
            new Rule<ProbeSpec?>(value => value is null or { Count: >= 1 }, "of at least 1 sample")),
        new SpecField<bool>("per_sample", "--per-sample", "samples", true, "also write samples.csv, one row a sample",
            new Flag(), spec => spec.PerSample, (spec, value) => spec with { PerSample = value }),
        new SpecField<double>(
            "alpha", "--alpha", "alpha", true, "weight of G in S = alpha G + beta U + gamma L; since G = U - L, the default weights give S = 2U",
            new RealNumber(), spec => spec.Weights.Alpha, (spec, value) => spec with { Weights = spec.Weights with { Alpha = value } }, NotNegative),
        new SpecField<double>("beta", "--beta", "beta", true, "weight of U in S",
            new RealNumber(), spec => spec.Weights.Beta, (spec, value) => spec with { Weights = spec.Weights with { Beta = value } }, NotNegative),
        new SpecField<double>("gamma", "--gamma", "gamma", true, "weight of L in S",
            new RealNumber(), spec => spec.Weights.Gamma, (spec, value) => spec with { Weights = spec.Weights with { Gamma = value } }, NotNegative),
        new SpecField<long?>("checkpoint_every", "--checkpoint-every", null, false,
            "steps between checkpoints, 0 for none but the one at the end, or auto: so that a kill costs about 5 s",
            new OptionalValue<long?, long>(new WholeNumber<long>(), IsAuto: true),
            spec => spec.CheckpointEvery, (spec, value) => spec with { CheckpointEvery = value },
            new Rule<long?>(value => value is null or >= 0, "auto, or 0 or more")),
        new SpecField<DeviceRequest>("device", "--device", null, false,
            $"what computes: auto (an accelerator where one passes its self-check, otherwise the processor), {DeviceWords}; "
            + "a run is continued on the kind it was begun on",
            new DeviceName(), spec => spec.Device, (spec, value) => spec with { Device = value }),
        new SpecField<int>("threads", "--threads", null, false, "threads that compute; the numbers do not depend on it",
            new WholeNumber<int>(), spec => spec.Threads, (spec, value) => spec with { Threads = value },
            new Rule<int>(value => value is >= 1 and <= 1024, "between 1 and 1024")) { DefaultWords = "this machine's processors" },
    ];

    /// <summary>The field of this name, long or short; null where there is none.</summary>
    public static SpecField? Find(string name) => All.FirstOrDefault(field => name == field.Name || name == field.ShortName);

    private static bool IsWebAddress(string? text) => text is null
        || (Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https");
}
