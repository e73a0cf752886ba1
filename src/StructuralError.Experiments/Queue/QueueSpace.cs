namespace StructuralError.Experiments.Queue;

/// <summary>What the runs of a queue take of a disk.</summary>
/// <param name="Runs">How many are to be started or continued.</param>
/// <param name="Needed">About how many bytes they write, each from its first step on.</param>
/// <param name="Free">Bytes that are free where they go; null where that is not known.</param>
public sealed record QueueSpace(int Runs, Int128 Needed, long? Free);
