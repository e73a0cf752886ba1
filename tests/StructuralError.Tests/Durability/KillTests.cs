using System.Diagnostics;
using System.Globalization;
using StructuralError.Running;
using StructuralError.Tests.Engines;
using Xunit;
using Xunit.Abstractions;

namespace StructuralError.Tests.Durability;

/// <summary>A run that is killed over and over, at moments that nobody chose, ends with the bytes of one that was left in peace.</summary>
[Collection(RunsAlone.Name)]
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private const string CountVariable = "STRUCTURALERROR_KILLS";
    private const int DefaultCount = 40;

    // 1000 steps with a checkpoint after each 10, one every few milliseconds, so that many kills fall into one.
    private readonly TinyRun _tiny = new(24, 200, "--checkpoint-every", "10", "--quiet");

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public async Task Run_KilledAtRandomMoments_EndsWithTheSameBytes()
    {
        int wanted = int.TryParse(Environment.GetEnvironmentVariable(CountVariable), NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : DefaultCount;
        var random = new System.Random(20);
        var clock = Stopwatch.StartNew();
        Assert.Equal(ExitCodes.Success, await EndAsync(_tiny.Start("whole")));
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
                using Process process = _tiny.Start(run);
                Task<string> error = process.StandardError.ReadToEndAsync(), text = process.StandardOutput.ReadToEndAsync();

                // From before the lock is taken to after the summary is written; half of the time is start-up.
                if (!process.WaitForExit(whole * (0.1 + random.NextDouble())))
                {
                    process.Kill();
                    await process.WaitForExitAsync();
                    kills++;
                    resumed += Directory.Exists(Path.Combine(_tiny.Path(run), RunDirectory.CheckpointName)) ? 1 : 0;
                    continue;
                }

                Assert.True(process.ExitCode == ExitCodes.Success, $"exit {process.ExitCode}: {await error}");
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

    private static async Task<int> EndAsync(Process process)
    {
        using (process)
        {
            Task<string> error = process.StandardError.ReadToEndAsync(), text = process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            await Task.WhenAll(error, text);
            return process.ExitCode;
        }
    }
}
