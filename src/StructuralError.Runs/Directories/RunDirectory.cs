using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Runs.Files;
using StructuralError.Runs.Storage;

namespace StructuralError.Runs.Directories;

/// <summary>A run directory that this process alone writes, until it is disposed. <see cref="RunReservation.Claim"/> gives one.</summary>
public sealed class RunDirectory : IDisposable
{
    public const string ManifestName = "manifest.json";
    public const string StepsName = "steps.csv";
    public const string SamplesName = "samples.csv";
    public const string LayersName = "layers.csv";
    public const string IndependenceName = "independence.csv";
    public const string KernelName = "kernel.csv";
    public const string SummaryName = "summary.json";
    public const string FiguresName = "figures";
    public const string CheckpointName = "checkpoint";

    private readonly RunLock _lock;
    private readonly IFileSystem _files;
    private readonly FileStatus? _identity;

    internal RunDirectory(string path, RunLock runLock, RunManifest manifest, ResumePoint? resumePoint, IFileSystem files)
    {
        (FullPath, _lock, Manifest, ResumePoint, _files, _identity) = (path, runLock, manifest, resumePoint, files, FileStatus.Of(path));
        Rows = new RowFiles(path, resumePoint?.Checkpoint.RowFiles ?? [], files);
        Checkpoints = new CheckpointDirectory(path, files);
    }

    public string FullPath { get; }

    public string SummaryPath => Path.Combine(FullPath, SummaryName);

    /// <summary>Of the run as it began here: its start, where it is continued, is that of the first process.</summary>
    public RunManifest Manifest { get; }

    /// <summary>Where the run goes on; null for one that starts from the beginning.</summary>
    public ResumePoint? ResumePoint { get; }

    public RowFiles Rows { get; }

    public CheckpointDirectory Checkpoints { get; }

    /// <summary>Whether the run is finished already; also finds out early that the directory cannot be used.</summary>
    /// <param name="path">As messages show it.</param>
    /// <param name="found">What was found there.</param>
    /// <exception cref="UserErrorException">The directory holds something else, or another finished run (exit 73).</exception>
    public static bool IsFinished(string path, RunInspection found, RunRequest request, bool force)
    {
        RefuseForeign(path, found);
        if (found.State != RunState.Finished || force)
        {
            return false;
        }

        RefuseOther(path, request, found.Manifest!);
        return true;
    }

    /// <exception cref="UserErrorException"><see cref="FailureKind.InputOutput"/>: it cannot be written.</exception>
    public void WriteManifest(RunManifest manifest)
    {
        RequireThere();
        DurableFile.Write(Path.Combine(FullPath, ManifestName), manifest.ToJson(), _files);
    }

    /// <inheritdoc cref="WriteManifest" path="/exception"/>
    public void WriteSummary(string document) => DurableFile.Write(SummaryPath, document, _files);

    /// <summary>SHA-256 of each row file, and of the tensors of the newest checkpoint, by name, in ordinal order.</summary>
    /// <inheritdoc cref="RunFiles.Hashes" path="/exception"/>
    public OrderedDictionary<string, string> Hashes()
    {
        OrderedDictionary<string, string> hashes = RunFiles.Hashes(FullPath);
        if (Checkpoints.NewestTensors() is { } tensors)
        {
            hashes.Insert(0, tensors.Key, tensors.Value);
        }

        return hashes;
    }

    public void Dispose()
    {
        Rows.Dispose();
        _lock.Dispose();
    }

    internal static void RefuseOther(string path, RunRequest request, RunManifest stored)
    {
        if (!request.IsSame(stored))
        {
            throw Refusal(path, $"holds another run ({Describe(request.Differences(stored))}); give another --out, or --force to replace it.");
        }
    }

    /// <summary>CPU and CUDA round differently, so a run that changed over in the middle would be a run of neither.</summary>
    internal static void RefuseOtherDevice(string path, RunManifest stored, string device)
    {
        if (stored.Engine?.Device is { } begun && DeviceRequest.Parse(begun)?.Kind != DeviceRequest.Parse(device)?.Kind)
        {
            string kind = DeviceRequest.Parse(begun)?.Kind ?? begun;
            throw Refusal(
                path,
                $"holds an unfinished run that was begun on {begun}, and its rows would not be of one kind if it went on on {device}; "
                    + $"--device {kind} continues it, --force starts it over.");
        }
    }

    internal static void RefuseForeign(string path, RunInspection found)
    {
        if (found.State == RunState.Foreign)
        {
            throw Refusal(path, $"is not a run directory: {found.Reason}. It is left alone, --force or not; give another --out.");
        }
    }

    internal static UserErrorException Refusal(string path, string what) => new(FailureKind.CannotCreate, $"{path}: {what}");

    /// <summary>
    /// Notes in the manifest that the run goes on, then removes what it will not use. A kill in between leaves an unfinished run, never a mixed one: a
    /// checkpoint names the run that it belongs to.
    /// </summary>
    internal void Begin()
    {
        foreach (string directory in RunFiles.Directories)
        {
            RequireOwn(Path.Combine(FullPath, directory));
        }

        WriteManifest(Manifest);
        if (ResumePoint is null)
        {
            Clear();
        }
        else
        {
            Checkpoints.RemoveAfter(ResumePoint.Step);
        }

        foreach (string temporary in ((IEnumerable<string>)[string.Empty, .. RunFiles.Directories])
            .SelectMany(directory => RunFiles.In(FullPath, directory)).Where(path => TemporaryName.Target(Path.GetFileName(path)) is not null))
        {
            _files.Delete(temporary);
        }
    }

    /// <summary>
    /// Whether this is still the directory that was locked: one that was moved or removed while the run went on must not be made again, nor another be written
    /// into that stands there now.
    /// </summary>
    /// <exception cref="UserErrorException"><see cref="FailureKind.InputOutput"/>: it is not.</exception>
    public void RequireThere()
    {
        if (FileStatus.Of(FullPath) is not { Kind: FileKind.Directory } now || now.Identity != _identity?.Identity)
        {
            throw new UserErrorException(
                FailureKind.InputOutput,
                $"{FullPath}: the directory was moved or removed while the run was writing it. Where it was moved, the same command with its new --out goes "
                    + "on.");
        }
    }

    private static void RequireOwn(string directory)
    {
        try
        {
            OwnFile.RequireDirectory(directory);
        }
        catch (IOException exception)
        {
            throw Refusal(directory, $"{exception.Message} Put a directory in its place.");
        }
    }

    private static string Describe(IReadOnlyList<string> differences) =>
        differences.Count > 0 ? $"it differs in {string.Join(", ", differences)}" : "of another network, on other data or from other initial weights";

    /// <summary>Removes what an earlier run wrote, by name. Its directories stay where something else is in them.</summary>
    private void Clear()
    {
        string[] top = [SummaryName, .. RunFiles.Rows];
        foreach (string path in RunFiles.In(FullPath, string.Empty).Where(path => top.Contains(Path.GetFileName(path))))
        {
            _files.Delete(path);
        }

        foreach (string directory in RunFiles.Directories)
        {
            RunFiles.Remove(FullPath, directory, _files);
        }
    }
}
