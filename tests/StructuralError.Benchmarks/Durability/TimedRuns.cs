using System.Diagnostics;
using System.Globalization;
using StructuralError.Cli;
using StructuralError.Cli.Common;
using StructuralError.Core.Common;

namespace StructuralError.Benchmarks.Durability;

/// <summary>Whole <c>train</c> commands within this process, from the lock to the last file; the data are in memory already, and no figures are drawn.</summary>
internal sealed class TimedRuns(DurabilityOptions options) : IDisposable
{
    private readonly string _directory = Directory.CreateDirectory(Path.Combine(options.Directory ?? Path.GetTempPath(), $"durability-{Guid.NewGuid():N}")).FullName;

    /// <returns>Seconds.</returns>
    /// <exception cref="UserErrorException">The run failed.</exception>
    public double Time(Way way)
    {
        string run = Path.Combine(_directory, "run");
        string[] arguments =
        [
            "train", "--model", options.Model, "--dataset", Running.BenchmarkData.Pair.Name, "--epochs", Text(options.Epochs), "--threads", Text(options.Threads),
            "--progress", "none", "--quiet", "--out", run, .. way.Arguments,
        ];
        using var output = new StringWriter();
        using var error = new StringWriter();
        var context = new CliContext(output, error, false, BenchmarkServices.Of(way.KeepsRows), () => new Interruption());
        var clock = Stopwatch.StartNew();
        int exitCode = CliApplication.Run(arguments, context);
        double seconds = clock.Elapsed.TotalSeconds;
        Directory.Delete(run, recursive: true);
        return exitCode == ExitCodes.Success ? seconds : throw new UserErrorException(FailureKind.Failure, $"{way.Name}: {error}");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
