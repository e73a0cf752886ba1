using StructuralError.Core.Common;
using StructuralError.Experiments.Specs;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;
using StructuralError.Runs.Storage;

namespace StructuralError.Experiments.Queue;

/// <summary>What a queue does with a run.</summary>
public enum QueueAction
{
    /// <summary>There is nothing yet.</summary>
    Start,

    /// <summary>It was begun and is not finished.</summary>
    Continue,

    /// <summary>It is finished.</summary>
    Skip,

    /// <summary>Another process is writing it; it is looked at again when all others are done.</summary>
    Wait,

    /// <summary>Its directory holds something else, or cannot be read.</summary>
    Refuse,
}

/// <summary>What a queue does with a run, and why.</summary>
/// <param name="Reason">For people, without a full stop.</param>
public sealed record QueueDecision(QueueAction Action, string Reason)
{
    /// <summary>Whether something is left to do of the run.</summary>
    public bool IsWork => Action is not (QueueAction.Skip or QueueAction.Refuse);

    /// <summary>What is to be done before the run is started; other than <see cref="For"/> where it replaces the run that is there.</summary>
    public static QueueDecision Before(QueuedRun run) => Decide(run, run.Options.Force);

    /// <summary>Looks at the run's directory and changes nothing of the run.</summary>
    public static QueueDecision For(QueuedRun run) => Decide(run, replaces: false);

    /// <summary>A run that cannot be looked at is refused: it keeps nobody from the others.</summary>
    private static QueueDecision Decide(QueuedRun run, bool replaces)
    {
        try
        {
            RunInspection found = RunInspection.Of(run.Directory);
            return replaces && found.Manifest is not null ? UnlessHeld(run, new(QueueAction.Start, "replaced, as --force says")) : Decide(run, found);
        }
        catch (Exception exception) when (StorageFault.Is(exception) || exception is UserErrorException { Kind: FailureKind.InputOutput })
        {
            return new(QueueAction.Refuse, $"cannot be read: {exception.Message.TrimEnd('.')}");
        }
    }

    private static QueueDecision Decide(QueuedRun run, RunInspection found) => found.State switch
    {
        RunState.Missing => new(QueueAction.Start, "no run is there"),
        RunState.Foreign => new(QueueAction.Refuse, $"not a run directory: {found.Reason}"),
        RunState.Empty => UnlessHeld(run, new(QueueAction.Start, "no run is there")),
        _ when found.Manifest!.SpecHash != run.SpecHash => new(QueueAction.Refuse, $"holds another run ({Differences(run, found.Manifest)})"),
        RunState.Finished => FinishedFiles.Damage(run.Directory, found.Manifest, RunFiles.Rows) is { } damage
            ? new(QueueAction.Refuse, $"finished, but {damage}; --force runs it again")
            : new(QueueAction.Skip, "finished"),
        _ => UnlessHeld(run, new(QueueAction.Continue, $"unfinished: {Outcome(found.Manifest.Outcome)}")),
    };

    private static QueueDecision UnlessHeld(QueuedRun run, QueueDecision otherwise)
    {
        string directory = Path.GetFullPath(run.Directory);
        return RunLock.IsHeld(directory) ? new(QueueAction.Wait, RunLock.Occupied(directory)) : otherwise;
    }

    private static string Differences(QueuedRun run, RunManifest stored)
    {
        IReadOnlyList<string> differences = StoredIdentity.Differences(stored, RunManifests.Of(run.Resolved, run.SpecHash, run.Network));
        return differences.Count > 0 ? $"it differs in {string.Join(", ", differences)}" : "of another network, or on other data";
    }

    private static string Outcome(RunOutcome outcome) => outcome == RunOutcome.Running ? "its process died" : RunOutcomes.Name(outcome);
}
