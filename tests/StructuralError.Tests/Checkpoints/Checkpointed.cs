using StructuralError.Core.RandomNumbers;
using StructuralError.Core.Training;
using StructuralError.Runs.Directories;
using StructuralError.Runs.Files;

namespace StructuralError.Tests.Checkpoints;

/// <summary>Checkpoints for tests: each value another one, so that none can take another's place unnoticed.</summary>
internal static class Checkpointed
{
    public static Checkpoint At(long step, string identity = "run", params FileMark[] rows) => new()
    {
        RunIdentity = identity,
        SpecHash = "spec",
        Program = "1.2",
        InstructionSet = "none",
        Start = new DateTimeOffset(2025, 1, 2, 3, 4, 5, 678, TimeSpan.Zero),
        Resumes = [new RunResume(4, DateTimeOffset.UnixEpoch)],
        Training = new TrainingState(step, (int)(step / 3), step - 1, Math.ScaleB(1, -25), 1.0 / 3, 11, 12, TimeSpan.FromSeconds(13.5))
        {
            Singular = 14,
            Proposition1Checks = 15,
            Proposition1Violations = 16,
            KernelViolations = 17,
            Window = new PearsonWindow([1, double.NaN], [3, double.PositiveInfinity], [5, Math.ScaleB(1, -958)]),
        },
        EpochStart = State(),
        RowFiles = [.. rows],
    };

    private static GeneratorState State()
    {
        var generator = new TorchGenerator(17);
        generator.NextInt64();
        return generator.State with { CachedNormal = 0.1 };
    }
}
