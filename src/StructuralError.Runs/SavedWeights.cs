using StructuralError.Core.Common;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Safetensors;
using StructuralError.Runs.Storage;

namespace StructuralError.Runs;

/// <summary>The parameters in a run's newest good checkpoint, without the optimizer's state.</summary>
public static class SavedWeights
{
    /// <summary>Writes a run's weights as a safetensors file, whole or not at all.</summary>
    /// <param name="force">Whether a file that is there is replaced.</param>
    /// <param name="warn">Is told of damaged checkpoints that were passed over, and that the run is not finished.</param>
    /// <returns>Whether it is a file, and not a pipe or a device.</returns>
    /// <exception cref="UserErrorException">The directory is no run, has no good checkpoint, or the file cannot be written.</exception>
    public static bool Export(string runDirectory, string path, bool force, IFileSystem files, Action<string> warn)
    {
        bool isFile = OutputFile.Require(path, force);
        RunInspection found = RunInspection.Of(runDirectory);
        if (found.Manifest is not { } manifest)
        {
            string reason = found.State == RunState.Foreign ? $": {found.Reason}" : string.Empty;
            throw new UserErrorException(FailureKind.Usage, $"{runDirectory}: is not a run directory{reason}; give one that 'train' made.");
        }

        var checkpoints = new CheckpointDirectory(runDirectory, DiskFileSystem.Instance);
        (Checkpoint checkpoint, SafetensorsFile tensors, _) = checkpoints.FindTensors(manifest.RunIdentity!, warn) ?? throw new UserErrorException(
            FailureKind.BadData,
            $"{runDirectory}: there is no good checkpoint in it, so there are no weights to export. "
                + "Run its command again; where the run is finished, with --force.");
        using (OutputFile file = OutputFile.Open(path, force, files: files))
        {
            SafetensorsWriter.Write(tensors.Tensors.Where(entry => CheckpointTensors.IsWeight(entry.Name)).Select(entry => Copy(tensors, entry)), file.Write);
            file.Commit();
        }

        if (found.State.IsUnfinished())
        {
            warn(FormattableString.Invariant($"{runDirectory}: the run is not finished; these are the weights after step {checkpoint.Training.Step}."));
        }

        return isFile;
    }

    private static Tensor Copy(SafetensorsFile file, TensorEntry entry)
    {
        double[] values = new double[entry.Count];
        file.CopyTo(entry, values);
        return new Tensor(entry.Name, entry.Type, [.. entry.Shape.Select(size => (int)size)], values);
    }
}
