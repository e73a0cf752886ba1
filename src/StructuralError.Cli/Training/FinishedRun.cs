using StructuralError.Core.Common;
using StructuralError.Runs.Directories;

namespace StructuralError.Cli.Training;

/// <summary>A run that was completed before.</summary>
internal sealed record FinishedRun(string Path)
{
    public int Show(CliContext context, TrainOptions options)
    {
        if (!options.Quiet)
        {
            (options.Json ? context.Error : context.Out).WriteLine($"already finished: {Path} (--force runs it again)");
        }

        if (options.Json)
        {
            context.Out.Write(File.ReadAllText(System.IO.Path.Combine(Path, RunDirectory.SummaryName)));
        }

        return ExitCodes.Success;
    }
}
