using System.Text;
using StructuralError.Core.Columns;
using StructuralError.Core.Common;
using StructuralError.Core.Structure;
using StructuralError.Reporting.Runs;
using StructuralError.Runs;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;
using StructuralError.Runs.Storage;
using StructuralError.Runs.Tables;

namespace StructuralError.Reporting.Exports.TensorBoard;

/// <summary>
/// A run as an event file of TensorBoard: each column of <c>steps.csv</c> at its step, the summary's test accuracy and loss at the last one, and the spec as
/// hyper-parameters. The time of every event is the run's start, so that the same run gives the same bytes.
/// </summary>
public static class TensorBoardExport
{
    /// <summary>TensorBoard looks for files with <c>tfevents</c> in their name.</summary>
    public const string FileName = "events.out.tfevents.structural-error";

    private const int Beginning = 256;

    private static readonly Column<StepRow>[] Columns = [.. StepColumns.All.Where(column => column.Header != "step")];

    /// <summary>Refuses runs of the same name, which would be one in TensorBoard.</summary>
    /// <exception cref="UserErrorException"><see cref="FailureKind.Usage"/>.</exception>
    public static void RequireDistinctNames(IEnumerable<string> runDirectories) => UserErrorException.ThrowIfAny(
    [
        .. runDirectories.GroupBy(NameOf).Where(group => group.Count() > 1)
            .Select(group => new Problem($"{string.Join(" and ", group)} have the same name, '{group.Key}'; export them to an --out each.")),
    ]);

    /// <summary>Writes <c>DIRECTORY/NAME/events.out.tfevents.structural-error</c>, whole or not at all.</summary>
    /// <param name="force">Whether a file of that name that another program wrote is replaced.</param>
    /// <param name="warn">Is told of an incomplete last line.</param>
    /// <returns>The run's directory in <paramref name="directory"/>.</returns>
    /// <exception cref="UserErrorException">The run cannot be read, or the file not be written.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was triggered; nothing was written.</exception>
    public static string Write(
        string runDirectory, string directory, bool force, IFileSystem files, Action<string>? warn = null, CancellationToken cancellation = default)
    {
        Run run = ExportedRun.Open(runDirectory);
        string target = Path.Combine(directory, run.Name);
        using OutputFile file = OutputFile.Open(Path.Combine(target, FileName), force, IsOwn, files);
        foreach (ProtobufMessage message in Messages(run, warn, cancellation))
        {
            file.Write(EventRecord.Of(message.Bytes));
        }

        file.Commit();
        return target;
    }

    private static IEnumerable<ProtobufMessage> Messages(Run run, Action<string>? warn, CancellationToken cancellation)
    {
        EventMessages messages = new(Seconds(run.Manifest.Start));
        yield return messages.Version(RunManifest.ProgramName);
        yield return messages.Hyperparameters(RunFields.Of(run.Manifest));
        long last = 0;
        foreach (StepRow row in RunTables.Steps.Stream(run.File(RunDirectory.StepsName), warn))
        {
            cancellation.ThrowIfCancellationRequested();
            last = row.Step;
            yield return messages.Scalars(row.Step, Columns.Select(column => (column.Header, column.Number(row))));
        }

        if (run.Summary is { } summary)
        {
            yield return messages.Scalars(last, ("test_accuracy", summary.TestAccuracy), ("test_loss", summary.TestLoss));
        }

        yield return messages.SessionEnd(run.State == RunState.Running ? null : run.IsCompleted, Seconds(run.Manifest.End));
    }

    private static double Seconds(DateTimeOffset? time) => time is { } known ? (known - DateTimeOffset.UnixEpoch).TotalSeconds : 0;

    private static string NameOf(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));

    private static bool IsOwn(string path)
    {
        ReadOnlySpan<byte> start = RegularFile.ReadStart(path, Beginning);
        return start.IndexOf(Encoding.UTF8.GetBytes(EventMessages.FileVersion)) >= 0 && start.IndexOf(Encoding.UTF8.GetBytes(RunManifest.ProgramName)) >= 0;
    }
}
