using System.Globalization;
using System.Security.Cryptography;
using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Training;
using StructuralError.Runs.Safetensors;
using StructuralError.Runs.Storage;

namespace StructuralError.Runs.Directories;

/// <summary>
/// The checkpoints of a run: each a file of tensors, <c>step-0000000100.safetensors</c>, and a sidecar of the same name, <c>….json</c>, which is renamed into
/// place last: from then on the checkpoint counts. The last two are kept, so that a damaged one costs no more than the way back to the one before.
/// </summary>
/// <param name="runDirectory">The directory that holds the row files.</param>
public sealed class CheckpointDirectory(string runDirectory, IFileSystem files)
{
    private const string SidecarEnding = ".json";
    private const string TensorEnding = ".safetensors";
    private const string Prefix = "step-";
    private const int Kept = 2;

    public string Path { get; } = System.IO.Path.Combine(runDirectory, RunDirectory.CheckpointName);

    /// <summary>Writes a checkpoint and removes what is older than the one before. The row files must be on the disk already.</summary>
    /// <param name="isLast">Whether the run is complete: then this one alone is kept.</param>
    /// <exception cref="UserErrorException"><see cref="FailureKind.InputOutput"/>: the disk is full or the like; the checkpoints before are as they
    /// were.</exception>
    public void Save(Checkpoint checkpoint, ParameterSet parameters, Precision precision, bool isLast)
    {
        string name = Name(checkpoint.Training.Step);
        MakeDirectory();
        FileMark tensors = WriteTensors(name + TensorEnding, CheckpointTensors.Of(parameters, checkpoint.Training.Window, precision));
        DurableFile.Write(System.IO.Path.Combine(Path, name + SidecarEnding), CheckpointSidecar.Write(checkpoint, tensors), files);
        Remove([.. Sidecars().Take(isLast ? 1 : Kept).Select(path => System.IO.Path.GetFileNameWithoutExtension(path))]);
    }

    /// <summary>The newest checkpoint that is whole, belongs to the run, and whose rows are still there.</summary>
    /// <param name="warn">Is told of every newer one that is not, and what is used in its place.</param>
    /// <returns>Null where there is none.</returns>
    public ResumePoint? FindLatest(ResumeTarget target, Action<string> warn)
    {
        ResumePoint? found = FindFirst(sidecar => Read(sidecar, target), point => point.Checkpoint, "the run starts over", warn);
        if (found is not null && (found.Checkpoint.InstructionSet != target.Engine.InstructionSet || found.Checkpoint.Program != target.Program))
        {
            warn($"the run was begun with version {found.Checkpoint.Program} on {found.Checkpoint.InstructionSet} "
                + $"and goes on with version {target.Program} on {target.Engine.InstructionSet}: "
                + "its last digits may not be those of an uninterrupted run.");
        }

        return found;
    }

    /// <summary>The newest checkpoint that is whole and belongs to the run, whatever became of its rows.</summary>
    /// <inheritdoc cref="FindLatest" path="/param"/>
    /// <inheritdoc cref="FindLatest" path="/returns"/>
    public (Checkpoint Checkpoint, SafetensorsFile Tensors, string Sha256)? FindTensors(string runIdentity, Action<string> warn)
    {
        (Checkpoint Checkpoint, SafetensorsFile, string) found =
            FindFirst(sidecar => Read(sidecar, runIdentity), found => found.Checkpoint, "there is no other", warn);
        return found.Checkpoint is null ? null : found;
    }

    /// <summary>Looks at every checkpoint that is there, newest first, whatever became of its rows; changes nothing.</summary>
    public IEnumerable<CheckpointFinding> Examine(string runIdentity) => Sidecars().Select(sidecar =>
    {
        string name = $"{RunDirectory.CheckpointName}/{System.IO.Path.GetFileName(sidecar)}";
        try
        {
            (Checkpoint checkpoint, SafetensorsFile tensors, string sha256) = Read(sidecar, runIdentity);
            return new CheckpointFinding(name, checkpoint, tensors, sha256, null);
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            return new CheckpointFinding(name, null, null, null, exception.Message);
        }
    });

    /// <summary>The newest checkpoint's file of tensors and its SHA-256, as its sidecar has it; null where there is none that can be read.</summary>
    public KeyValuePair<string, string>? NewestTensors()
    {
        try
        {
            return Sidecars().FirstOrDefault() is { } sidecar && CheckpointSidecar.Read(RegularFile.Read(sidecar)).Tensors is { } tensors
                ? KeyValuePair.Create($"{RunDirectory.CheckpointName}/{tensors.Name}", tensors.Sha256)
                : null;
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            return null;
        }
    }

    /// <summary>Whether a checkpoint has a file of this name.</summary>
    internal static bool IsOwn(string name) =>
        System.IO.Path.GetExtension(name) is SidecarEnding or TensorEnding && name.StartsWith(Prefix, StringComparison.Ordinal) && Step(name) >= 0;

    /// <summary>Removes everything but the checkpoint that the run goes on from and those before it.</summary>
    internal void RemoveAfter(long step) =>
        Remove([.. Sidecars().Where(path => Step(path) <= step).Take(Kept).Select(path => System.IO.Path.GetFileNameWithoutExtension(path))]);

    private void MakeDirectory() => StorageFault.Guard(Path, "the directory cannot be made", () =>
    {
        OwnFile.RequireDirectory(Path);
        if (!Directory.Exists(Path))
        {
            files.CreateDirectory(Path);

            // The row files are as new as this directory: their names must be on the disk before a checkpoint speaks of them.
            files.SyncDirectory(runDirectory);
        }
    });

    private FileMark WriteTensors(string name, IEnumerable<Tensor> tensors)
    {
        using var hash = new RunningHash();
        using var file = new DurableFile(System.IO.Path.Combine(Path, name), files);
        long length = 0;
        SafetensorsWriter.Write(tensors, bytes =>
        {
            file.Write(bytes);
            hash.Add(bytes);
            length += bytes.Length;
        });
        file.Commit();
        return new FileMark(name, length, hash.Text);
    }

    /// <param name="otherwise">What happens where none can be read.</param>
    private T? FindFirst<T>(Func<string, T> read, Func<T, Checkpoint> checkpoint, string otherwise, Action<string> warn)
    {
        List<string> damages = [];
        T? found = default;
        string instead = otherwise;
        foreach (string sidecar in Sidecars())
        {
            try
            {
                found = read(sidecar);
                instead = FormattableString.Invariant($"the one after step {checkpoint(found).Training.Step} is used");
                break;
            }
            catch (Exception exception) when (IsDamage(exception))
            {
                damages.Add($"{sidecar}: {exception.Message}");
            }
        }

        damages.ForEach(damage => warn($"damaged checkpoint: {damage}; {instead}."));
        return found;
    }

    private static bool IsDamage(Exception exception) => exception is CheckpointException or SafetensorsException || StorageFault.Is(exception);

    /// <returns>With the SHA-256 of the file of tensors.</returns>
    private (Checkpoint Checkpoint, SafetensorsFile Tensors, string Sha256) Read(string sidecar, string runIdentity)
    {
        (Checkpoint checkpoint, FileMark mark) = CheckpointSidecar.Read(RegularFile.Read(sidecar));
        if (checkpoint.RunIdentity != runIdentity)
        {
            throw new CheckpointException("belongs to another run");
        }

        if (mark.Name != System.IO.Path.GetFileNameWithoutExtension(sidecar) + TensorEnding)
        {
            throw new CheckpointException($"names '{mark.Name}' as its tensors");
        }

        byte[] bytes = RegularFile.Read(System.IO.Path.Combine(Path, mark.Name));
        return bytes.Length == mark.Length && Convert.ToHexStringLower(SHA256.HashData(bytes)) == mark.Sha256
            ? (checkpoint, SafetensorsFile.Parse(bytes), mark.Sha256)
            : throw new CheckpointException($"'{mark.Name}' was changed: its content is not that of its SHA-256");
    }

    private ResumePoint Read(string sidecar, ResumeTarget target)
    {
        (Checkpoint checkpoint, SafetensorsFile tensors, _) = Read(sidecar, target.RunIdentity);
        if (!target.Admits(checkpoint.Training))
        {
            throw new CheckpointException(
                FormattableString.Invariant($"stands at step {checkpoint.Training.Step} of epoch {checkpoint.Training.Epoch}, which this run does not have"));
        }

        RequireRows(checkpoint);

        var parameters = new ParameterSet(target.Network);
        TrainingState state = checkpoint.Training with { Window = CheckpointTensors.Read(tensors, parameters, target.Engine.Precision) };
        return new ResumePoint(checkpoint with { Training = state }, parameters);
    }

    /// <summary>
    /// A checkpoint may come from elsewhere, and its hash is no seal: what it says of the files that will be cut and written is looked at closely.
    /// </summary>
    private void RequireRows(Checkpoint checkpoint)
    {
        string[] names = [.. checkpoint.RowFiles.Select(rows => rows.Name)];
        if (!names.Contains(RunDirectory.StepsName) || names.Except(RunFiles.Rows).Any() || names.Distinct().Count() < names.Length)
        {
            throw new CheckpointException($"names '{string.Join(", ", names)}' as the files of rows");
        }

        foreach (FileMark rows in checkpoint.RowFiles)
        {
            if (rows.Damage(runDirectory, rows.Name == RunDirectory.StepsName ? checkpoint.Training.Rows : null) is { } damage)
            {
                throw new CheckpointException($"{rows.Name} {damage} since");
            }
        }
    }

    /// <summary>Newest first.</summary>
    private IEnumerable<string> Sidecars() => Directory.Exists(Path)
        ? Directory.EnumerateFiles(Path, Prefix + "*" + SidecarEnding).Where(path => Step(path) >= 0).OrderByDescending(Step)
        : [];

    /// <summary>−1 for a file that is no checkpoint's.</summary>
    private static long Step(string path)
    {
        string name = System.IO.Path.GetFileNameWithoutExtension(path);
        bool isStep = long.TryParse(name.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long step);
        return isStep && name == Name(step) ? step : -1;
    }

    private static string Name(long step) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{step:D10}");

    /// <summary>
    /// Sidecars go first: without one, tensors are no checkpoint. What cannot be removed is tried again with the next checkpoint: the new one stands, and an
    /// old one too many does no harm.
    /// </summary>
    private void Remove(string[] kept) => StorageFault.Ignore(() =>
    {
        IEnumerable<string> removed = RunFiles.In(runDirectory, RunDirectory.CheckpointName)
            .Where(path => !kept.Contains(System.IO.Path.GetFileNameWithoutExtension(path)))
            .OrderByDescending(path => path.EndsWith(SidecarEnding, StringComparison.Ordinal));
        foreach (string path in removed)
        {
            files.Delete(path);
        }
    });
}

/// <summary>A checkpoint that was looked at.</summary>
/// <param name="Name">Of its sidecar, from the run directory on.</param>
/// <param name="Checkpoint">Null where it cannot be used.</param>
/// <param name="Tensors">Null where it cannot be used.</param>
/// <param name="TensorsSha256">Of their file.</param>
/// <param name="Damage">Why it cannot be used, as the end of a sentence that begins with its name; null where it can.</param>
public sealed record CheckpointFinding(string Name, Checkpoint? Checkpoint, SafetensorsFile? Tensors, string? TensorsSha256, string? Damage)
{
    /// <summary>Number of elements of the network's parameters.</summary>
    public long Weights => Tensors!.Tensors.Where(entry => CheckpointTensors.IsWeight(entry.Name)).Sum(entry => entry.Count);

    /// <summary>What keeps the tensors from being those of a checkpoint of this precision, whatever the network; null for nothing.</summary>
    public string? TensorFault(Precision precision) => CheckpointTensors.Fault(Tensors!, precision);
}
