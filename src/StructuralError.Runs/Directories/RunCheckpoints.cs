using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Training;
using StructuralError.Runs.Files;

namespace StructuralError.Runs.Directories;

/// <summary>Collects what a checkpoint of a going run consists of, from engine, sample order and row files, and saves it.</summary>
/// <param name="parameters">Room for the engine's parameters; overwritten with every checkpoint.</param>
/// <param name="totalSteps">Steps of the whole run.</param>
public sealed class RunCheckpoints(
    RunDirectory directory, IEngine engine, ParameterSet parameters, ISampler order, CheckpointSchedule schedule, long totalSteps) : ICheckpoints
{
    public bool IsDue(long steps) => schedule.IsDue(steps);

    public void Save(TrainingState state)
    {
        directory.RequireThere();
        engine.Save(parameters);
        directory.Rows.FlushToDisk();
        RunManifest manifest = directory.Manifest;
        var checkpoint = new Checkpoint
        {
            RunIdentity = manifest.RunIdentity!,
            SpecHash = manifest.SpecHash!,
            Program = SourceVersion.ProgramVersion,
            InstructionSet = engine.Info.InstructionSet,
            Start = manifest.Start ?? default,
            Begun = manifest.First(),
            Resumes = [.. manifest.Resumes],
            Training = state,
            EpochStart = order.EpochStart,
            RowFiles = directory.Rows.Marks(),
        };
        directory.Checkpoints.Save(checkpoint, parameters, engine.Info.Precision, isLast: state.Step == totalSteps);
        schedule.Saved();
    }
}
