using System.Globalization;
using System.Text.RegularExpressions;
using StructuralError.Cli.Common;
using StructuralError.Tests.Engines;
using StructuralError.Tests.Processes;
using Xunit;

namespace StructuralError.Tests.Durability;

/// <summary>A shell script that starts one command many times over by mistake.</summary>
[Collection(RunsAlone.Name)]
[Trait("Speed", "Slow")]
public sealed class SimultaneousStartTests : IDisposable
{
    private const string CountVariable = "STRUCTURALERROR_STARTS";
    private const int DefaultCount = 12;

    private readonly TinyRun _tiny = new(24, 200, "--checkpoint-every", "50");

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public async Task Start_ManyAtOnce_ExactlyOneTrains()
    {
        int starts = int.TryParse(Environment.GetEnvironmentVariable(CountVariable), NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : DefaultCount;
        Assert.Equal(ExitCodes.Success, _tiny.Run("whole").ExitCode);
        ChildProcess[] processes = [.. Enumerable.Range(0, starts).Select(_ => _tiny.Start("run"))];
        int trained = 0, foundFinished = 0, refused = 0;
        foreach (ChildProcess process in processes)
        {
            int exitCode = await process.EndAsync();
            string error = await process.Error;
            if (exitCode == ExitCodes.Success)
            {
                bool isFinder = (await process.Out).StartsWith("already finished", StringComparison.Ordinal);
                foundFinished += isFinder ? 1 : 0;
                trained += isFinder ? 0 : 1;
            }
            else
            {
                Assert.True(exitCode == ExitCodes.CannotCreate, $"exit {exitCode}: {error}");
                Assert.True(Regex.IsMatch(error, @"(process \d+ on .+|another process) is writing this run"), error);
                refused++;
            }

            process.Dispose();
        }

        Assert.Equal((1, starts - 1), (trained, foundFinished + refused));
        Assert.Equal(_tiny.Results("whole"), _tiny.Results("run"));
    }
}
