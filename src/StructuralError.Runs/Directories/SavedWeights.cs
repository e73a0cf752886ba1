using StructuralError.Core.Common;
using StructuralError.Runs.Files;
using StructuralError.Runs.Safetensors;
using StructuralError.Runs.Storage;

namespace StructuralError.Runs.Directories;

/// <summary>The parameters in a run's newest good checkpoint, without the optimizer's state.</summary>
public sealed class SavedWeights
{
    private readonly SafetensorsFile _file;

    private SavedWeights(SafetensorsFile file) => _file = file;

    /// <param name="warn">Is told of damaged checkpoints that were passed over.</param>
    /// <returns>The weights, and the number of steps they were trained for.</returns>
    /// <exception cref="UserErrorException"><see cref="FailureKind.BadData"/>: the run has no good checkpoint.</exception>
    public static (SavedWeights Weights, long Step) OfRun(string runDirectory, RunManifest manifest, Action<string> warn)
    {
        var checkpoints = new CheckpointDirectory(runDirectory, DiskFileSystem.Instance);
        (Checkpoint checkpoint, SafetensorsFile file) = checkpoints.FindTensors(manifest.RunIdentity!, warn) ?? throw new UserErrorException(
            FailureKind.BadData,
            $"{runDirectory}: there is no good checkpoint in it, so there are no weights to export. "
                + "Run its command again; where the run is finished, with --force.");
        return (new SavedWeights(file), checkpoint.Training.Step);
    }

    /// <summary>Hands over a safetensors file, piece by piece.</summary>
    public void Write(Action<ReadOnlySpan<byte>> write) =>
        SafetensorsWriter.Write(_file.Tensors.Where(entry => CheckpointTensors.IsWeight(entry.Name)).Select(Copy), write);

    private Tensor Copy(TensorEntry entry)
    {
        double[] values = new double[(entry.End - entry.Begin) / (entry.Type.Bits / 8)];
        _file.CopyTo(entry, values);
        return new Tensor(entry.Name, entry.Type, [.. entry.Shape.Select(size => (int)size)], values);
    }
}
