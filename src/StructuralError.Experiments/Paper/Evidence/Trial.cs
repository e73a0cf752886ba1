namespace StructuralError.Experiments.Paper.Evidence;

/// <summary>One number of an experiment that varies one thing and holds the rest.</summary>
/// <param name="Experiment">Which: <c>weight-decay</c>.</param>
/// <param name="Case">In which network: <c>model a, k = 1</c>.</param>
/// <param name="Level">What is varied: the weight decay, the batch size, the number of classes, …</param>
/// <param name="Value">What was found: each experiment's own quantity.</param>
public sealed record Trial(string Experiment, string Case, double Level, long Seed, double Value);
