using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Runs;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;
using StructuralError.Runs.Storage;

namespace StructuralError.Reporting.Verification;

/// <summary>
/// Whether each checkpoint is whole, with every tensor, stands on the rows that are there, and, of a finished run, is the end that the summary tells of.
/// </summary>
internal static class CheckpointCheck
{
    public static void Check(Run run, Findings findings)
    {
        if (run.State == RunState.Running)
        {
            findings.Note($"{RunDirectory.CheckpointName}: was not looked at, its files come and go while the run goes on");
            return;
        }

        CheckpointFinding[] checkpoints = [.. new CheckpointDirectory(run.Path, DiskFileSystem.Instance).Examine(run.Manifest.RunIdentity ?? string.Empty)];
        foreach (CheckpointFinding checkpoint in checkpoints)
        {
            foreach (string fault in Faults(run, checkpoint))
            {
                findings.Problem($"{checkpoint.Name}: {fault}");
            }
        }

        if (run.State == RunState.Finished && run.Summary is { } summary)
        {
            CheckEnd(run.Manifest, summary, checkpoints, findings);
        }
    }

    private static IEnumerable<string> Faults(Run run, CheckpointFinding found)
    {
        if (found.Damage is { } damage)
        {
            return [damage];
        }

        Precision precision = run.Manifest.SpecValue("precision").TextAt() == "f64" ? Precision.F64 : Precision.F32;
        string? parameters = found.Weights != (run.Manifest.Network?.Parameters ?? found.Weights)
            ? FormattableString.Invariant($"has {found.Weights} parameters, {RunDirectory.ManifestName} says {run.Manifest.Network?.Parameters}")
            : null;
        IEnumerable<string?> rows = found.Checkpoint!.RowFiles.Select(mark => mark.Damage(run.Path) is { } changed ? $"{mark.Name} {changed} since" : null);
        return rows.Prepend(parameters).Prepend(found.TensorFault(precision)).OfType<string>();
    }

    private static void CheckEnd(RunManifest manifest, RunSummary summary, CheckpointFinding[] checkpoints, Findings findings)
    {
        string[] vouched = [.. (summary.Sha256?.Keys ?? Enumerable.Empty<string>()).Where(RunFiles.IsOfCheckpoint)];
        if (vouched.Length > 0 && manifest.Seal is null)
        {
            findings.Problem($"{RunDirectory.ManifestName}: is not sealed, though the program that wrote {RunDirectory.SummaryName} seals it");
        }

        if (checkpoints.Length == 0)
        {
            findings.Add($"{RunDirectory.CheckpointName}: holds no checkpoint, so the trained weights are not there", isProblem: vouched.Length > 0);
        }

        if (checkpoints.FirstOrDefault(found => found.Checkpoint is not null) is not { Checkpoint: { } last } newest)
        {
            return;
        }

        findings.Compare($"{newest.Name}: the step", last.Training.Step, summary.Steps);
        findings.Compare($"{newest.Name}: rows", last.Training.Rows, summary.MeasuredSteps);
        findings.Compare($"{newest.Name}: theorem3_checks", last.Training.Checks, summary.Theorem3Checks);
        findings.Compare($"{newest.Name}: theorem3_violations", last.Training.Violations, summary.Theorem3Violations);
        findings.Compare($"{newest.Name}: proposition1_violations", last.Training.Proposition1Violations, summary.Proposition1Violations ?? 0);
        findings.Compare($"{newest.Name}: kernel_violations", last.Training.KernelViolations, summary.KernelViolations);
        findings.CompareReal($"{newest.Name}: loss", last.Training.Loss, summary.FinalLoss);
        findings.CompareReal($"{newest.Name}: accuracy", last.Training.Accuracy, summary.FinalAccuracy);
        foreach (FileMark mark in last.RowFiles)
        {
            findings.Compare($"{newest.Name}: the SHA-256 of {mark.Name}", mark.Sha256, summary.Sha256?.GetValueOrDefault(mark.Name));
        }

        foreach (string name in vouched)
        {
            findings.Compare($"{newest.Name}: the SHA-256 of {name}", newest.TensorsSha256, summary.Sha256![name]);
        }
    }
}
