using StructuralError.Runs.Files;

namespace StructuralError.Cli.Training;

/// <summary>The few lines at the end of a run.</summary>
internal static class HumanSummary
{
    public static void Write(TextWriter output, RunSummary summary, string path)
    {
        (double accuracy, double loss, int samples) = (summary.Test.Accuracy, summary.Test.Loss, summary.Test.Samples);
        output.WriteLine($"data           {summary.Manifest.Dataset.Name} ({summary.Manifest.Dataset.Source})");
        output.WriteLine(FormattableString.Invariant($"test accuracy  {accuracy:P2} of {samples} samples, loss {loss:G4}"));
        output.WriteLine(FormattableString.Invariant(
            $"time           {summary.Seconds:F2} s; {summary.Training.Steps} steps in {summary.Training.Elapsed.TotalSeconds:F2} s, {summary.Training.Steps / summary.Training.Elapsed.TotalSeconds:F0} a second"));
        output.WriteLine(FormattableString.Invariant($"Theorem 3      {summary.Training.Violations} violations in {summary.Training.Checks} checks"));
        output.WriteLine($"files          {path}");
    }
}
