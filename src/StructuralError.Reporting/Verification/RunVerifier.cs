using StructuralError.Core.Structure;
using StructuralError.Runs;
using StructuralError.Runs.Directories;

namespace StructuralError.Reporting.Verification;

/// <summary>Looks at everything a run left and compares it: hashes, schema, rows, counters, data, figures. Changes nothing.</summary>
/// <param name="dataHashes">SHA-256 by name of the data that a run used; null where they are not at hand.</param>
public sealed class RunVerifier(Func<Run, IReadOnlyDictionary<string, string>?> dataHashes)
{
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">No right to read it.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was triggered; it is looked at between the checks.</exception>
    public Findings Verify(Run run, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        var findings = new Findings();
        cancellation.ThrowIfCancellationRequested();
        ManifestCheck.Check(run, findings);
        DataCheck.Check(run, dataHashes, findings);
        cancellation.ThrowIfCancellationRequested();
        IReadOnlyList<StepRow>? rows = StepsCheck.Check(run, findings);
        cancellation.ThrowIfCancellationRequested();
        SamplesCheck.Check(run, rows, findings);
        cancellation.ThrowIfCancellationRequested();
        if (run.State == RunState.Finished)
        {
            SummaryCheck.Check(run, rows, findings);
            FiguresCheck.Check(run, rows, findings);
        }
        else
        {
            findings.Note(run.State == RunState.Running
                ? "is running; looked at as far as it has come"
                : $"was not finished ({run.State.Name()}): there is no summary to compare with");
        }

        return findings;
    }
}
