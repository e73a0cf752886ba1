using StructuralError.Core.Common;
using StructuralError.Core.Structure;
using StructuralError.Runs;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Storage;

namespace StructuralError.Reporting.Verification;

/// <summary>Looks at everything a run left and compares it: hashes, schema, rows, counters, checkpoints, data, figures. Changes nothing.</summary>
/// <param name="dataHashes">SHA-256 by name of the data that a run used; null where they are not at hand.</param>
public sealed class RunVerifier(Func<Run, IReadOnlyDictionary<string, string>?> dataHashes)
{
    /// <summary>What was found; a file that cannot be read is a problem like others.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was triggered; it is looked at between the checks.</exception>
    public Findings Verify(Run run, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        var findings = new Findings();
        IReadOnlyList<StepRow>? rows = null;
        IReadOnlyList<KernelRow>? kernel = null;
        Action[] checks =
        [
            () => RunFiles.Misplaced(run.Path).ToList().ForEach(findings.Problem),
            () => ManifestCheck.Check(run, findings),
            () => DataCheck.Check(run, dataHashes, findings),
            () => rows = StepsCheck.Check(run, findings),
            () => SamplesCheck.Check(run, rows, findings),
            () => kernel = StructureCheck.Check(run, rows, findings),
            () => CheckpointCheck.Check(run, findings),
            .. run.State == RunState.Finished
                ? (Action[])[() => SummaryCheck.Check(run, rows, findings), () => FiguresCheck.Check(run, rows, kernel, findings)]
                : [() => NoteState(run, findings)],
        ];
        foreach (Action check in checks)
        {
            cancellation.ThrowIfCancellationRequested();
            Guard(check, findings);
        }

        return findings;
    }

    /// <summary>The runs in a directory or below it. A manifest that cannot be understood is a finding, not something to pass over.</summary>
    /// <exception cref="UserErrorException"><see cref="FailureKind.Usage"/>: there is no such directory, or no run in it.</exception>
    /// <inheritdoc cref="Verify"/>
    public IEnumerable<(string Path, Findings Findings)> VerifyBelow(string directory, CancellationToken cancellation = default)
    {
        if (!Directory.Exists(directory))
        {
            throw new UserErrorException(FailureKind.Usage, $"{directory}: there is no such directory.");
        }

        List<(string Path, Findings Findings)> damaged = [];
        void Damaged(string path, string reason) => damaged.Add((path, new Findings(reason)));
        IEnumerable<(string Path, Findings Findings)> whole = RunSearch.Below(directory, Damaged).Select(run => (run.Path, Verify(run, cancellation)));
        bool isEmpty = true;
        foreach ((string, Findings) result in whole.Concat(damaged))
        {
            isEmpty = false;
            yield return result;
        }

        if (isEmpty)
        {
            throw new UserErrorException(FailureKind.Usage, $"{directory}: holds no run, nor does a directory below it.");
        }
    }

    private static void NoteState(Run run, Findings findings) => findings.Note(run.State == RunState.Running
        ? "is running; looked at as far as it has come"
        : $"was not finished ({run.State.Name()}): there is no summary to compare with");

    private static void Guard(Action check, Findings findings)
    {
        try
        {
            check();
        }
        catch (Exception exception) when (StorageFault.Is(exception))
        {
            findings.Problem($"cannot be read: {exception.Message}");
        }
    }
}
