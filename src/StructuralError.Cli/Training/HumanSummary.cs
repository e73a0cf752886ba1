using StructuralError.Runs.Files;

namespace StructuralError.Cli.Training;

/// <summary>The few lines at the end of a run.</summary>
internal static class HumanSummary
{
    public static void Write(TextWriter output, RunManifest manifest, RunSummary summary, string path)
    {
        output.WriteLine($"data           {manifest.Dataset?.Name} ({manifest.Dataset?.Source})");
        output.WriteLine(FormattableString.Invariant($"test accuracy  {summary.TestAccuracy:P2} of {summary.TestSamples} samples, loss {summary.TestLoss:G4}"));
        output.WriteLine(FormattableString.Invariant(
            $"time           {summary.Seconds:F2} s; {summary.Steps} steps in {summary.TrainingSeconds:F2} s, {summary.StepsPerSecond:F0} a second"));
        output.WriteLine(FormattableString.Invariant($"Theorem 3      {summary.Theorem3Violations} violations in {summary.Theorem3Checks} checks"));
        output.WriteLine($"files          {path}");
    }
}
