using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Core.Structure;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Records;

namespace StructuralError.Reporting.Verification;

/// <summary>Whether <c>summary.json</c> agrees with the manifest, with the rows and with the files whose hashes it has.</summary>
internal static class SummaryCheck
{
    private static readonly string[] Required =
        ["spec_hash", "run_identity", "model", "dataset", "seed", "steps", "measured_steps", "theorem3_checks", "theorem3_violations", "test_accuracy", "test_loss"];

    public static void Check(StoredRun run, IReadOnlyList<StepRow>? rows, Findings findings)
    {
        if (run.SummaryFault is { } fault)
        {
            findings.Problem($"{RunDirectory.SummaryName}: {fault}");
            return;
        }

        foreach (string field in Required.Where(field => run.Summary.At(field).ValueKind == JsonValueKind.Undefined))
        {
            findings.Problem($"{RunDirectory.SummaryName}: lacks {field}");
        }

        findings.Compare($"{RunDirectory.SummaryName}: the SHA-256", RunFiles.Hash(run.File(RunDirectory.SummaryName)), run.Manifest.Document.TextAt("summary_sha256"));
        findings.Compare(Field("spec_hash"), run.Summary.TextAt("spec_hash"), run.Manifest.SpecHash);
        findings.Compare(Field("run_identity"), run.Summary.TextAt("run_identity"), run.Manifest.Identity);
        findings.Compare(Field("model"), run.Summary.TextAt("model"), run.Manifest.Model);
        findings.Compare(Field("dataset"), run.Summary.TextAt("dataset"), run.Dataset);
        findings.Compare(Field("seed"), run.Summary.WholeAt("seed"), run.Seed);
        findings.Compare(Field("steps"), run.Summary.WholeAt("steps"), run.Plan?.TotalSteps);
        if (rows is not null)
        {
            CheckRows(run, rows, findings);
        }

        CheckHashes(run, findings);
    }

    private static void CheckRows(StoredRun run, IReadOnlyList<StepRow> rows, Findings findings)
    {
        long? expected = run.Plan is { } plan && run.Summary.WholeAt("steps") is { } steps ? plan.RowsIn(steps) : null;
        findings.Compare($"{RunDirectory.StepsName}: the number of rows", rows.Count, expected);
        findings.Compare(Field("measured_steps"), run.Summary.WholeAt("measured_steps"), rows.Count);
        findings.Compare(Field("theorem3_checks"), run.Summary.WholeAt("theorem3_checks"), rows.Sum(row => (long)row.Samples));
        findings.Compare(Field("theorem3_violations"), run.Summary.WholeAt("theorem3_violations"), rows.Sum(row => (long)row.Theorem3Violations));
    }

    private static void CheckHashes(StoredRun run, Findings findings)
    {
        IReadOnlyDictionary<string, string> found = RunFiles.Hashes(run.Path);
        foreach (string file in RunFiles.Rows)
        {
            string? expected = run.Summary.TextAt("sha256", file);
            if (expected is not null && !found.ContainsKey(file))
            {
                findings.Problem($"{file}: is missing; {RunDirectory.SummaryName} has its hash");
            }

            findings.Compare($"{file}: the SHA-256", found.GetValueOrDefault(file), expected);
        }
    }

    private static string Field(string name) => $"{RunDirectory.SummaryName}: {name}";
}
