using StructuralError.Cli.Common;
using StructuralError.Runs.Directories;
using StructuralError.Tests.Processes;
using Xunit;

namespace StructuralError.Tests.Durability;

/// <summary>A run of 20 epochs needs no more memory, descriptors and threads in the end than it did at its start.</summary>
[Trait("Speed", "Slow")]
public sealed class LongRunTests(ITestOutputHelper output) : IDisposable
{
    private const int Epochs = 20;

    // By then everything is compiled and the first checkpoints are written.
    private const double WarmUp = 0.2;
    private const double MostGrowth = 1.05;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    /// <summary>
    /// The program on <c>digits</c>, with few features and each fourth step measured to save time: 18,760 steps, and checkpoints as they come by default. The first quarter after the warm-up against the last, by their medians,
    /// since a checkpoint needs a descriptor and some memory for a moment.
    /// </summary>
    [Fact(Skip = Needs.LinuxReason, SkipUnless = nameof(Needs.Linux), SkipType = typeof(Needs))]
    public async Task Train_TwentyEpochsOfDigits_MemoryDescriptorsAndThreadsStandStill()
    {
        string run = _directory.File("run"), steps = Path.Combine(run, RunDirectory.StepsName), figures = Path.Combine(run, RunDirectory.FiguresName);
        using ChildProcess process = ChildProcess.OfProgram(
            "train", "--dataset", "digits", "--model", "a", "--width", "16", "--epochs", $"{Epochs}", "--threads", "2", "--measure-every", "4", "--progress", "none", "--out", run);
        List<(long Rows, ProcessUse Use)> seen = [];
        await Patience.UntilAsync(
            () =>
            {
                // Only while it trains: the figures are made from all rows at once.
                if (File.Exists(steps) && !Directory.Exists(figures) && ProcessUse.Of(process.Id) is { } use)
                {
                    seen.Add((new FileInfo(steps).Length, use));
                }

                return process.HasExited;
            },
            "the end of the run");
        Assert.True(process.ExitCode == ExitCodes.Success, await process.Error);

        long length = new FileInfo(steps).Length;
        ProcessUse[] trained = [.. seen.Where(sample => sample.Rows > WarmUp * length && sample.Rows < length).Select(sample => sample.Use)];
        Assert.True(trained.Length >= 40, FormattableString.Invariant($"{trained.Length} samples only"));
        ProcessUse early = ProcessUse.Median(trained[..(trained.Length / 4)]), late = ProcessUse.Median(trained[^(trained.Length / 4)..]);
        output.WriteLine(FormattableString.Invariant($"{trained.Length} samples; early {early}, late {late}"));
        Assert.InRange(late.ResidentBytes, 0, (long)(MostGrowth * early.ResidentBytes));
        Assert.InRange(late.Descriptors, 1, early.Descriptors);
        Assert.InRange(late.Threads, 1, early.Threads);
        Assert.InRange(late.AllThreads, 1, early.AllThreads);
    }
}
