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
        if (!RunFiles.IsWanted(RunDirectory.SamplesName, run.Manifest) || !findings.Has(run, RunDirectory.SamplesName))
        {
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

            // A run that was killed, or whose disk was full, may have either file ahead of the other; going on measures those steps again.
            long wanted = rows?.Sum(row => (long)row.Samples) ?? lines;
            bool isFinished = run.State == RunState.Finished;
            string counts = FormattableString.Invariant(
                $"{RunDirectory.SamplesName}: has {lines} whole rows, {RunDirectory.StepsName} counts {wanted} samples{incomplete}");
            if (isFinished && (incomplete.Length > 0 || lines != wanted))
            {
                findings.Problem(counts);
            }
            else if (fault is null && lines < wanted)
            {
                findings.Note($"{counts}; the run is not finished, and goes on from its last checkpoint");
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
