using StructuralError.Runs.Files;

namespace StructuralError.Experiments.Train;

/// <summary>How a run that began, or was found, ended. One that fails throws.</summary>
/// <param name="Path">The run directory as it is shown.</param>
public abstract record TrainingEnd(string Path)
{
    /// <summary>What there is to say of it.</summary>
    public abstract IEnumerable<string> Lines();
}

/// <summary>The run is finished now.</summary>
/// <param name="Document">The content of <c>summary.json</c>.</param>
public sealed record CompletedRun(string Path, RunManifest Manifest, RunSummary Summary, string Document) : TrainingEnd(Path)
{
    public override IEnumerable<string> Lines() => ((string?[])
    [
        $"data           {Manifest.Dataset?.Name} ({Manifest.Dataset?.Source})",
        FormattableString.Invariant($"test accuracy  {Summary.TestAccuracy:P2} of {Summary.TestSamples} samples, loss {Summary.TestLoss:G4}"),
        FormattableString.Invariant(
            $"time           {Summary.Seconds:F2} s; {Summary.Steps} steps in {Summary.TrainingSeconds:F2} s, {Summary.StepsPerSecond:F0} a second"),
        $"Theorem 3      {Summary.Theorem3}",
        Summary.Proposition1 is { } proposition ? $"Proposition 1  {proposition}" : null,
        Summary.Kernel is { } kernel ? $"kernel bounds  {kernel}" : null,
        Summary.Referee is { } referee
            ? FormattableString.Invariant($"referee        {referee.Steps} steps by {referee.Name}, at most {referee.LargestDeviation:g2} apart")
            : null,
        $"files          {Path}",
    ]).OfType<string>();
}

/// <summary>The same run had been finished before; nothing was changed.</summary>
public sealed record FinishedRun(string Path) : TrainingEnd(Path)
{
    public override IEnumerable<string> Lines() => [$"already finished: {Path} (--force runs it again)"];
}

/// <summary>The run was told to end. The same call goes on from its last checkpoint.</summary>
/// <param name="Steps">Steps taken.</param>
/// <param name="TotalSteps">Steps of the whole run.</param>
public sealed record InterruptedRun(string Path, long Steps, long TotalSteps) : TrainingEnd(Path)
{
    public override IEnumerable<string> Lines() =>
    [
        FormattableString.Invariant(
            $"error: interrupted after {Steps} of {TotalSteps} steps; the same command {(Steps > 0 ? "goes on from there" : "starts again")} ({Path})."),
    ];
}
