using System.Runtime.CompilerServices;
using StructuralError.Cli.Common;
using StructuralError.Runs.Directories;
using Xunit;

namespace StructuralError.Tests.Durability;

/// <summary>
/// Beneath the seam: each fsync and each close of a whole run fails once. No file that could not be brought to the disk is called finished.
/// <see cref="StorageFaultTests"/> cannot see what .NET makes of such a failure: in 10.0.12, nothing.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class SystemFaultTests(ITestOutputHelper output) : IDisposable
{
    private const int InputOutputError = 5;
    private const int QuotaExceeded = 122;
    private const int Invalid = 22;

    // The lock and who holds it hold nothing.
    private static readonly string[] Empty = [RunLock.FileName, RunLock.HolderFileName];

    private readonly TinyRun _tiny = new(24, 3, "--checkpoint-every", "8");

    public void Dispose() => _tiny.Dispose();

    [Fact(Skip = Needs.PreloadReason, SkipUnless = nameof(Needs.Preload), SkipType = typeof(Needs))]
    public void Run_AnyOneFsyncFails_NeverCalledFinishedAndTheSameCommandCompletes() => InProcessOfItsOwn(() => CheckAll("fsync", InputOutputError, "Input/output error"));

    [Fact(Skip = Needs.PreloadReason, SkipUnless = nameof(Needs.Preload), SkipType = typeof(Needs))]
    public void Run_AnyOneCloseFails_NeverCalledFinishedAndTheSameCommandCompletes() => InProcessOfItsOwn(() => CheckAll("close", QuotaExceeded, "quota"));

    [Fact(Skip = Needs.PreloadReason, SkipUnless = nameof(Needs.Preload), SkipType = typeof(Needs))]
    public void Run_FileSystemWithoutFsync_Completes() => InProcessOfItsOwn(() =>
    {
        ((int exitCode, string messages), IReadOnlyList<string> calls) = Failing("fsync", 1, Invalid, _tiny.Path("run"), () => _tiny.Run("run"));
        Assert.True(exitCode == ExitCodes.Success, messages);
        Assert.NotEmpty(calls);
    });

    [Fact(Skip = Needs.PreloadReason, SkipUnless = nameof(Needs.Preload), SkipType = typeof(Needs))]
    public void Command_AnyOneCallFails_SaysSoAndLeavesNoFileThatIsNotOnTheDisk() => InProcessOfItsOwn(() =>
    {
        Assert.Equal(ExitCodes.Success, _tiny.Run("run").ExitCode);
        string[] commands =
        [
            "export weights RUN --out OUT/w.safetensors",
            "report RUN --out OUT/r.html",
            "plot RUN --y loss --format svg,pdf --out OUT/l",
            "data digits --out OUT",
            "measure --dataset digits --model a --k 0 --seed 0 --samples 2 --out OUT/m.csv",
        ];
        Assert.All(commands, command => CheckCommand(command.Split(' ')));
    });

    private void CheckCommand(string[] command)
    {
        foreach (string call in (string[])["fsync", "close"])
        {
            int count = int.MaxValue;
            for (int n = 0; n <= count; n++)
            {
                string place = Path.GetFullPath(_tiny.Path(FormattableString.Invariant($"{command[0]} {call} {n}"))), outputs = Path.Combine(place, "in");
                string[] arguments =
                    [.. command.Select(word => word.Replace("RUN", _tiny.Path("run"), StringComparison.Ordinal).Replace("OUT", outputs, StringComparison.Ordinal))];
                ((int exitCode, string messages), IReadOnlyList<string> calls) = Failing(call, n, InputOutputError, place, () => TinyRun.Cli(null, arguments));
                string where = FormattableString.Invariant($"{string.Join(' ', command)}, {call} {n} of {string.Join(", ", calls)}: exit {exitCode}, {messages}");
                Assert.True(exitCode == (n == 0 ? ExitCodes.Success : ExitCodes.InputOutput), where);
                Assert.True(n == 0 || messages.Contains("Input/output error", StringComparison.Ordinal), where);
                Assert.DoesNotContain(Directory.EnumerateFiles(outputs), path => path.EndsWith(".tmp", StringComparison.Ordinal));

                // What failed before it was renamed has no name; what failed after it, its directory's flush, has.
                bool isFile = n > 0 && calls[n - 1].EndsWith(".tmp", StringComparison.Ordinal);
                Assert.True(!isFile || !Directory.EnumerateFiles(outputs).Any(path => calls[n - 1].Contains($".{Path.GetFileName(path)}.", StringComparison.Ordinal)), where);
                count = n == 0 ? calls.Count : count;
                Assert.True(count > 0, where);
                Directory.Delete(place, recursive: true);
            }
        }
    }

    private void CheckAll(string call, int error, string message)
    {
        Assert.Equal(ExitCodes.Success, _tiny.Run("whole").ExitCode);
        IReadOnlyDictionary<string, string> expected = _tiny.Results("whole");
        IReadOnlyList<string> calls = Check(call, 0, error, message, expected);
        output.WriteLine($"{calls.Count} calls of {call}: {string.Join(", ", calls)}");
        string[] finished = [RunDirectory.ManifestName, RunDirectory.SummaryName, RunDirectory.StepsName, RunDirectory.SamplesName, "bounds.svg", ".safetensors", ".json"];
        Assert.All(finished, name => Assert.Contains(calls, path => path.Contains(name, StringComparison.Ordinal)));
        for (int n = 1; n <= calls.Count; n++)
        {
            Check(call, n, error, message, expected);
        }
    }

    /// <returns>The files of all calls.</returns>
    private IReadOnlyList<string> Check(string call, int n, int error, string message, IReadOnlyDictionary<string, string> expected)
    {
        string run = FormattableString.Invariant($"{call} {n}");
        ((int exitCode, string messages), IReadOnlyList<string> calls) = Failing(call, n, error, _tiny.Path(run), () => _tiny.Run(run));
        string where = FormattableString.Invariant($"{call} {n} ({(n == 0 ? "none" : calls[n - 1])}): exit {exitCode}, {messages}");
        if (n > 0 && !Empty.Contains(calls[n - 1]))
        {
            Assert.True(exitCode == ExitCodes.InputOutput, where);
            Assert.True(messages.Contains(_tiny.Path(run), StringComparison.Ordinal) && messages.Contains(message, StringComparison.Ordinal), where);
            Assert.True(RunInspection.Of(_tiny.Path(run)).State != RunState.Finished, where);
            (exitCode, messages) = _tiny.Run(run);
        }

        Assert.True(exitCode == ExitCodes.Success, $"{where} then {messages}");
        Assert.Equal(expected.OrderBy(pair => pair.Key, StringComparer.Ordinal), _tiny.Results(run).OrderBy(pair => pair.Key, StringComparer.Ordinal));
        Directory.Delete(_tiny.Path(run), recursive: true);
        return calls;
    }

    private ((int ExitCode, string Error) End, IReadOnlyList<string> Counted) Failing(
        string call, int n, int error, string root, Func<(int ExitCode, string Error)> command) =>
        PreloadedFault.During(call, n, error, root, _tiny.Path("faults.log"), command);

    private static void InProcessOfItsOwn(Action body, [CallerMemberName] string test = "") =>
        PreloadedFault.InProcessOfItsOwn($"{nameof(SystemFaultTests)}.{test}", body);
}
