using System.Diagnostics;
using System.Globalization;
using StructuralError.Cli.Common;
using StructuralError.Runs.Directories;
using StructuralError.Tests.Processes;
using Xunit;

namespace StructuralError.Tests.Durability;

/// <summary>A run that is killed over and over, at moments that nobody chose, ends with the bytes of one that was left in peace.</summary>
[Trait("Speed", "Slow")]
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private const string CountVariable = "STRUCTURALERROR_KILLS";
    private const int DefaultCount = 10;

    // Of one run, before each gets more time.
    private const int KillsWithoutEnd = 10;

    // 400 steps with a checkpoint after each 10, one every few milliseconds, so that many kills fall into one.
    private readonly TinyRun _tiny = new(24, 80, "--checkpoint-every", "10", "--quiet");

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public async Task Run_KilledAtRandomMoments_EndsWithTheSameBytes()
    {
        int wanted = int.TryParse(Environment.GetEnvironmentVariable(CountVariable), NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : DefaultCount;
        var random = new System.Random(20);
        var clock = Stopwatch.StartNew();
        using (ChildProcess undisturbed = _tiny.Start("whole"))
        {
            Assert.Equal(ExitCodes.Success, await undisturbed.EndAsync());
        }

        TimeSpan whole = clock.Elapsed;
        IReadOnlyDictionary<string, string> expected = _tiny.Results("whole");
        int kills = 0, finished = 0, resumed = 0;
        while (kills < wanted)
        {
            int before = kills;
            clock.Restart();
            string run = FormattableString.Invariant($"run {finished}");
            while (true)
            {
                using ChildProcess process = _tiny.Start(run);

                // From before the lock is taken to after the summary is written; half of the time is start-up.
                if (!process.EndsWithin(whole * (0.1 + random.NextDouble())))
                {
                    process.Kill();
                    await process.EndAsync();
                    kills++;

                    // A machine that has become busier than it was at first would never let a run get anywhere.
                    whole *= (kills - before) % KillsWithoutEnd == 0 ? 1.5 : 1;
                    resumed += Directory.Exists(Path.Combine(_tiny.Path(run), RunDirectory.CheckpointName)) ? 1 : 0;
                    continue;
                }

                Assert.True(process.ExitCode == ExitCodes.Success, $"exit {process.ExitCode}: {await process.Error}");
                break;
            }

            // The machine may be less busy than it was at first.
            whole = kills == before && clock.Elapsed < whole ? clock.Elapsed : whole;
            finished++;
            Assert.Equal(expected, _tiny.Results(run));
            Directory.Delete(_tiny.Path(run), recursive: true);
        }

        output.WriteLine(FormattableString.Invariant($"{kills} kills, {resumed} of them with a checkpoint to go on from; {finished} runs finished"));
        Assert.True(resumed > 0, "no kill came after a checkpoint");
    }
}
