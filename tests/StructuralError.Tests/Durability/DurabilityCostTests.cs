using StructuralError.Cli.Common;
using StructuralError.Experiments.Rows;
using StructuralError.Runs.Directories;
using Xunit;

namespace StructuralError.Tests.Durability;

/// <summary>
/// What a run does on the disk so that nothing is lost, counted instead of timed: how long it takes depends on the machine (<c>durability</c> of the benchmarks measures it).
/// </summary>
public sealed class DurabilityCostTests
{
    private const int StepsInAnInterval = 50;
    private const int Intervals = 6;
    private const int Epochs = Intervals * StepsInAnInterval / 5;
    private const int Steps = Intervals * StepsInAnInterval;

    /// <summary>Steps so long that each row is handed over at once.</summary>
    private static readonly TimeSpan Long = CheckpointSchedule.Interval / StepsInAnInterval;

    [Fact]
    public void Train_Default_OneCheckpointInFiveSecondsAndOnlyRowsBetween()
    {
        List<string> operations = Train(Long);

        string[] saved = [.. operations.Where(IsCheckpoint)];
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
        List<string> operations = Train(Long, "--checkpoint-every", "0");
        Assert.Empty(BetweenRows(operations));
        Assert.Single(operations, IsCheckpoint);

        // The header goes with the first.
        Assert.Equal(Steps, operations.Count(IsStep));
    }

    [Fact]
    public void Train_ShortSteps_TheirRowsShareAWrite()
    {
        const int Shared = 10;
        List<string> operations = Train(RunRows.LongestHold / Shared, "--checkpoint-every", "0");
        Assert.Equal(Steps / Shared, operations.Count(IsStep));
    }

    [Fact]
    public void Train_StepsThatTakeNoTime_EachCheckpointStillHasItsRows()
    {
        const int Checkpoints = 4;
        List<string> operations = Train(TimeSpan.Zero, "--checkpoint-every", FormattableString.Invariant($"{Steps / Checkpoints}"));
        Assert.Equal(Checkpoints, operations.Count(IsCheckpoint));
        Assert.Equal(Checkpoints, operations.Count(IsStep));
    }

    /// <summary>What a run does on the disk.</summary>
    private static List<string> Train(TimeSpan step, params string[] more)
    {
        using var tiny = new TinyRun(24, Epochs, more);
        var files = new FaultyFileSystem(int.MaxValue, Fault.All[0]);
        Assert.Equal((ExitCodes.Success, string.Empty), tiny.Run("run", files, step));
        Assert.Equal(Steps + 1, File.ReadLines(Path.Combine(tiny.Path("run"), RunDirectory.StepsName)).Count());
        return files.Operations;
    }

    private static bool IsCheckpoint(string operation) =>
        operation.StartsWith("move step-", StringComparison.Ordinal) && operation.EndsWith(".json", StringComparison.Ordinal);

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
