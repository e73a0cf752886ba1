using StructuralError.Core.Common;
using StructuralError.Core.Structure;
using StructuralError.Runs;
using StructuralError.Runs.Directories;

namespace StructuralError.Reporting.Verification;

/// <summary>
/// Whether <c>samples.csv</c>, where the spec asks for it, can be read, has the samples of each row of <c>steps.csv</c>, and gives that row's means.
/// </summary>
internal static class SamplesCheck
{
    public static void Check(Run run, IReadOnlyList<StepRow>? rows, Findings findings)
    {
        bool isWanted = RunFiles.IsWanted(RunDirectory.SamplesName, run.Manifest);
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
            var batches = new SampleBatches(rows, run.Plan?.Probe is null ? run.Plan?.TrainSamples : null);
            long lines = 0;
            string? fault = null;
            foreach (SampleRow sample in run.Samples(_ => incomplete = "; the last line is incomplete"))
            {
                lines++;
                fault ??= batches.Add(sample) is { } words ? FormattableString.Invariant($"line {lines + 1}: {words}") : null;
            }

            // Of a step's rows, samples.csv has those first: a killed run may have some of a step that has no row of its own.
            long wanted = rows?.Sum(row => (long)row.Samples) ?? lines;
            bool isRight = run.State == RunState.Finished ? incomplete.Length == 0 && lines == wanted : lines >= wanted;
            if (!isRight)
            {
                findings.Problem(FormattableString.Invariant(
                    $"{RunDirectory.SamplesName}: has {lines} whole rows, {RunDirectory.StepsName} counts {wanted} samples{incomplete}"));
            }
            else if ((fault ?? batches.End()) is { } wrong)
            {
                findings.Problem($"{RunDirectory.SamplesName}, {wrong}");
            }
        }
        catch (UserErrorException exception)
        {
            findings.Problem(exception.Message);
        }
    }
}
