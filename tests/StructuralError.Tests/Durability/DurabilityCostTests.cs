using StructuralError.Checkpoints;
using StructuralError.Running;
using StructuralError.Tests.Training;
using Xunit;

namespace StructuralError.Tests.Durability;

/// <summary>
/// What a run does on the disk so that nothing is lost, counted instead of timed: how long it takes depends on the machine (<c>durability</c> of the benchmarks measures it).
/// A step takes a tenth of a second by the clock of these tests.
/// </summary>
public sealed class DurabilityCostTests
{
    private const int StepsInAnInterval = 50;
    private const int Intervals = 6;
    private const int Epochs = Intervals * StepsInAnInterval / 5;
    private const int Steps = Intervals * StepsInAnInterval;

    private static readonly TimeSpan Step = CheckpointSchedule.Interval / StepsInAnInterval;

    private readonly ManualClock _clock = new();

    [Fact]
    public void Train_Default_OneCheckpointInFiveSecondsAndOnlyRowsBetween()
    {
        using var tiny = new TinyRun(24, Epochs);
        List<string> operations = Train(tiny);

        string[] saved = [.. operations.Where(operation => operation.StartsWith("move step-", StringComparison.Ordinal) && operation.EndsWith(".json", StringComparison.Ordinal))];
        Assert.Equal(Enumerable.Range(1, Intervals).Select(n => FormattableString.Invariant($"move step-{n * StepsInAnInterval:D10}.json")), saved);
        List<List<string>> pauses = BetweenRows(operations);
        Assert.Equal(Intervals - 1, pauses.Count);

        // Two row files, tensors and sidecar, each waited for until it is on the disk with its name; the tensors of so small a network are one write.
        Assert.All(pauses, pause => Assert.InRange(pause.Count, 10, 20));
        Assert.All(pauses, pause => Assert.InRange(pause.Count(operation => operation.StartsWith("flush ", StringComparison.Ordinal)), 4, 4));
    }

    [Fact]
    public void Train_NoCheckpoints_OnlyRowsFromTheFirstToTheLast()
    {
        using var tiny = new TinyRun(24, Epochs, "--checkpoint-every", "0");
        List<string> operations = Train(tiny);
        Assert.Empty(BetweenRows(operations));
        Assert.Single(operations, operation => operation.StartsWith("move step-", StringComparison.Ordinal) && operation.EndsWith(".json", StringComparison.Ordinal));
    }

    /// <summary>What a run of this clock does on the disk. Each row is one write, whatever else is done.</summary>
    private List<string> Train(TinyRun tiny)
    {
        var files = new FaultyFileSystem(int.MaxValue, Fault.All[0]) { OnOperation = operation => _clock.Advance(IsStep(operation) ? Step : TimeSpan.Zero) };
        Assert.Equal((ExitCodes.Success, string.Empty), tiny.Run("run", files, _clock));

        // The header goes with the first.
        Assert.Equal(Steps, files.Operations.Count(IsStep));
        return files.Operations;
    }

    private static bool IsStep(string operation) => operation == $"write {RunDirectory.StepsName}";

    private static bool IsRow(string operation) => IsStep(operation) || operation == $"write {RunDirectory.SamplesName}";

    /// <summary>Everything but rows between the first row and the last, as it stands together.</summary>
    private static List<List<string>> BetweenRows(List<string> operations)
    {
        List<List<string>> pauses = [];
        List<string> pause = [];
        bool hasBegun = false;
        foreach (string operation in operations)
        {
            if (!IsRow(operation))
            {
                pause.Add(operation);
                continue;
            }

            if (hasBegun && pause.Count > 0)
            {
                pauses.Add(pause);
            }

            (pause, hasBegun) = ([], hasBegun || IsStep(operation));
        }

        return pauses;
    }
}
