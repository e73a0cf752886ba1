using StructuralError.Cli.Common;
using StructuralError.Experiments.Rows;
using StructuralError.Runs.Directories;
using Xunit;

namespace StructuralError.Tests.Durability;

/// <summary>Every single change that a whole run makes on the disk fails once, in every way: no result is lost, none is wrong, and the same command completes afterwards.</summary>
[Trait("Speed", "Slow")]
public sealed class StorageFaultTests(ITestOutputHelper output) : IDisposable
{
    // 15 steps, each so long that its rows are a write of their own, and three checkpoints, the last one at the end.
    private const int Never = int.MaxValue;
    private readonly TinyRun _tiny = new(24, 3, "--checkpoint-every", "6");

    public static TheoryData<string> Faults => [.. Fault.All.Select(fault => fault.Name)];

    public void Dispose() => _tiny.Dispose();

    [Theory]
    [MemberData(nameof(Faults))]
    public void Run_AnyOneChangeFails_SaysSoAndTheSameCommandCompletes(string name)
    {
        Fault fault = Fault.All.Single(fault => fault.Name == name);
        var counting = new FaultyFileSystem(Never, fault);
        Assert.Equal((ExitCodes.Success, string.Empty), _tiny.Run("whole", counting, RunRows.LongestHold));
        IReadOnlyDictionary<string, string> expected = _tiny.Results("whole");
        Assert.InRange(counting.Operations.Count, 100, 1000);
        output.WriteLine(FormattableString.Invariant($"{counting.Operations.Count} changes, {counting.Operations.Count(operation => operation.StartsWith("write ", StringComparison.Ordinal))} of them writes"));
        for (int n = 0; n < counting.Operations.Count; n++)
        {
            // Only a write can be cut short.
            if (!fault.IsShortWrite || counting.Operations[n].StartsWith("write ", StringComparison.Ordinal))
            {
                Check(FormattableString.Invariant($"run {n}"), n, counting.Operations[n], fault, expected);
            }
        }
    }

    private void Check(string run, int n, string operation, Fault fault, IReadOnlyDictionary<string, string> expected)
    {
        var files = new FaultyFileSystem(n, fault);
        (int exitCode, string error) = _tiny.Run(run, files, RunRows.LongestHold);
        string where = FormattableString.Invariant($"{fault} at change {n} ({operation}): exit {exitCode}, {error}");
        if (exitCode == ExitCodes.Success)
        {
            // Old checkpoints, leftovers and the holder's name are removed as well as that can be done.
            Assert.True(operation.StartsWith("delete ", StringComparison.Ordinal), where);
        }
        else
        {
            Assert.True(exitCode == ExitCodes.InputOutput, where);
            Assert.True(error.Contains(_tiny.Path(run), StringComparison.Ordinal) && error.Contains(fault.Message, StringComparison.Ordinal), where);
            (exitCode, error) = _tiny.Run(run, new FaultyFileSystem(Never, fault), RunRows.LongestHold);
            Assert.True(exitCode == ExitCodes.Success, $"{where} then exit {exitCode}, {error}");
        }

        Assert.True(expected.OrderBy(pair => pair.Key, StringComparer.Ordinal).SequenceEqual(_tiny.Results(run).OrderBy(pair => pair.Key, StringComparer.Ordinal)), $"{where} then other results");
        Assert.Equal(RunState.Finished, RunInspection.Of(_tiny.Path(run)).State);
        Assert.DoesNotContain(Directory.EnumerateFiles(_tiny.Path(run), "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }), path => path.EndsWith(".tmp", StringComparison.Ordinal));
        Directory.Delete(_tiny.Path(run), recursive: true);
    }
}
