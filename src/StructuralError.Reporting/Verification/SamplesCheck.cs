using System.Text.Json;
using StructuralError.Core.Common;
using StructuralError.Core.Structure;
using StructuralError.Runs;
using StructuralError.Runs.Directories;

namespace StructuralError.Reporting.Verification;

/// <summary>Whether <c>samples.csv</c>, where the spec asks for it, can be read and has as many rows as the steps have samples.</summary>
internal static class SamplesCheck
{
    public static void Check(Run run, IReadOnlyList<StepRow>? rows, Findings findings)
    {
        bool isWanted = run.Manifest.SpecValue("per_sample").ValueKind == JsonValueKind.True;
        if (!isWanted || !File.Exists(run.File(RunDirectory.SamplesName)))
        {
            if (isWanted && run.State == RunState.Finished)
            {
                findings.Problem($"{RunDirectory.SamplesName}: is missing; the spec asks for it");
            }

            return;
        }

        string incomplete = string.Empty;
        try
        {
            long lines = run.Samples(_ => incomplete = "; the last line is incomplete").LongCount();

            // Of a step's rows, samples.csv has those first: a killed run may have some of a step that has no row of its own.
            long wanted = rows?.Sum(row => (long)row.Samples) ?? lines;
            bool isRight = run.State == RunState.Finished ? incomplete.Length == 0 && lines == wanted : lines >= wanted;
            if (!isRight)
            {
                findings.Problem(FormattableString.Invariant(
                    $"{RunDirectory.SamplesName}: has {lines} whole rows, {RunDirectory.StepsName} counts {wanted} samples{incomplete}"));
            }
        }
        catch (UserErrorException exception)
        {
            findings.Problem(exception.Message);
        }
    }
}
