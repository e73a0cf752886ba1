using StructuralError.Core.Structure;
using StructuralError.Runs;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;

namespace StructuralError.Reporting.Verification;

/// <summary>Whether <c>summary.json</c> agrees with the manifest, with the rows and with the files whose hashes it has.</summary>
internal static class SummaryCheck
{
    public static void Check(Run run, IReadOnlyList<StepRow>? rows, Findings findings)
    {
        if (run.SummaryFault is { } fault)
        {
            findings.Problem($"{RunDirectory.SummaryName}: {fault}");
            return;
        }

        RunSummary summary = run.Summary!;
        foreach ((string field, object? value) in Required(summary).Where(pair => pair.Value is null))
        {
            findings.Problem($"{RunDirectory.SummaryName}: lacks {field}");
        }

        findings.Compare($"{RunDirectory.SummaryName}: the SHA-256", RunFiles.Hash(run.File(RunDirectory.SummaryName)), run.Manifest.SummarySha256);
        findings.Compare(Field("spec_hash"), summary.SpecHash, run.Manifest.SpecHash);
        findings.Compare(Field("run_identity"), summary.RunIdentity, run.Manifest.RunIdentity);
        findings.Compare(Field("model"), summary.Model, run.Manifest.Network?.Name);
        findings.Compare(Field("dataset"), summary.Dataset, run.Manifest.Dataset?.Name);
        findings.Compare(Field("seed"), summary.Seed, run.Seed);
        findings.Compare(Field("steps"), summary.Steps, run.Plan?.TotalSteps);
        findings.Compare(Field("test_samples"), summary.TestSamples, run.Manifest.Dataset?.TestSamples);
        CheckAccuracy(summary, findings);
        if (rows is not null)
        {
            CheckRows(run, summary, rows, findings);
        }

        CheckHashes(run, findings);
    }

    private static void CheckRows(Run run, RunSummary summary, IReadOnlyList<StepRow> rows, Findings findings)
    {
        long? expected = run.Plan is { } plan && summary.Steps is { } steps ? plan.RowsIn(steps) : null;
        findings.Compare($"{RunDirectory.StepsName}: the number of rows", rows.Count, expected);
        findings.Compare(Field("measured_steps"), summary.MeasuredSteps, rows.Count);
        findings.Compare(Field("theorem3_checks"), summary.Theorem3Checks, rows.Sum(row => (long)row.Samples));
        findings.Compare(Field("theorem3_violations"), summary.Theorem3Violations, rows.Sum(row => (long)row.Theorem3Violations));
        findings.Compare(Field("exact_fits"), summary.ExactFits ?? 0, (long)rows.Sum(row => row.ExactFits ?? 0));
        findings.Compare(
            Field("proposition1_checks"), summary.Proposition1Checks ?? 0, rows.Sum(row => row.Proposition1Violations is null ? 0 : (long)row.Samples));
        findings.Compare(Field("proposition1_violations"), summary.Proposition1Violations ?? 0, (long)rows.Sum(row => row.Proposition1Violations ?? 0));

        // The last row is of the last batch only where that batch was measured, and not a probe.
        if (run.Plan is { Probe: null } batches && rows.Count > 0 && rows[^1].Step == batches.TotalSteps - 1)
        {
            findings.CompareReal(Field("final_loss"), summary.FinalLoss, rows[^1].Loss);
            findings.CompareReal(Field("final_accuracy"), summary.FinalAccuracy, rows[^1].Accuracy);
        }
    }

    /// <summary>A share of the samples: so many of them, and not a fraction of one.</summary>
    private static void CheckAccuracy(RunSummary summary, Findings findings)
    {
        if (summary is { TestAccuracy: not null, TestSamples: < 0 })
        {
            findings.Problem($"{Field("test_samples")}: {summary.TestSamples} is no number of samples");
        }
        else if (summary is { TestAccuracy: { } accuracy, TestSamples: { } samples })
        {
            double right = accuracy * samples;
            findings.CompareReal(Field("test_accuracy times test_samples"), right, Math.Clamp(Math.Round(right), 0, samples));
        }
    }

    private static void CheckHashes(Run run, Findings findings)
    {
        OrderedDictionary<string, string> found = RunFiles.Hashes(run.Path);

        // The first version wrote none.
        bool isWithoutHashes = run.Summary!.Sha256 is null && run.Manifest is { SummarySha256: null, Seal: null };
        foreach (string file in RunFiles.Rows)
        {
            string? expected = run.Summary!.Sha256?.GetValueOrDefault(file);
            if (expected is null && !isWithoutHashes && (found.ContainsKey(file) || RunFiles.IsWanted(file, run.Manifest)))
            {
                findings.Problem($"{RunDirectory.SummaryName}: lacks the SHA-256 of {file}");
            }

            if (expected is not null && !found.ContainsKey(file))
            {
                findings.Problem($"{file}: is missing; {RunDirectory.SummaryName} has its hash");
            }

            findings.Compare($"{file}: the SHA-256", found.GetValueOrDefault(file), expected);
        }
    }

    private static (string Name, object? Value)[] Required(RunSummary summary) =>
    [
        ("spec_hash", summary.SpecHash), ("run_identity", summary.RunIdentity), ("model", summary.Model), ("dataset", summary.Dataset), ("seed", summary.Seed),
        ("steps", summary.Steps), ("measured_steps", summary.MeasuredSteps), ("theorem3_checks", summary.Theorem3Checks),
        ("theorem3_violations", summary.Theorem3Violations), ("test_accuracy", summary.TestAccuracy), ("test_loss", summary.TestLoss),
        ("test_samples", summary.TestSamples), ("final_loss", summary.FinalLoss), ("final_accuracy", summary.FinalAccuracy),
    ];

    private static string Field(string name) => $"{RunDirectory.SummaryName}: {name}";
}
