using StructuralError.Experiments.Train;

namespace StructuralError.Cli.Training;

/// <summary>How the command line wants a run to be carried out and shown; nothing here changes its numbers.</summary>
/// <param name="Run">Where it goes, and what is done with one that is there.</param>
/// <param name="Progress"><c>auto</c>, <c>bar</c>, <c>plain</c>, <c>json</c> or <c>none</c>.</param>
/// <param name="Show"><c>auto</c>, <c>never</c> or null: whether the overview is shown on a terminal that can.</param>
/// <param name="Supervised">Whether another program has started the run and ends it by closing its standard input.</param>
internal sealed record TrainOptions(RunOptions Run, bool Quiet, bool Json, string Progress, string? Show, bool DryRun, bool Explain, bool Supervised);
