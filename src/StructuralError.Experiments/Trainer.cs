using StructuralError.Core.Common;
using StructuralError.Core.Engines;
using StructuralError.Experiments.Queue;
using StructuralError.Experiments.Services;
using StructuralError.Experiments.Specs;
using StructuralError.Experiments.Train;
using StructuralError.Runs;

namespace StructuralError.Experiments;

/// <summary>Trains networks and measures their structural matrices, as the command <c>train</c> does.</summary>
public static class Trainer
{
    /// <summary>
    /// Trains one network into a directory under <c>results</c> whose name says what runs. A finished run is left as it is, an unfinished one continued.
    /// </summary>
    /// <param name="spec">What the run computes.</param>
    /// <param name="progress">Is told several times a second where training stands, from the thread that trains.</param>
    /// <param name="cancellation">Looked at between steps: the run ends with a checkpoint, and the same call goes on from there.</param>
    /// <returns>The run as its directory has it: finished, or interrupted by <paramref name="cancellation"/>.</returns>
    /// <exception cref="UserErrorException">What is wrong with the spec or its data, or why the run failed.</exception>
    /// <exception cref="EngineException">The device cannot be used, or failed in the middle of the run, which its checkpoint keeps.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was triggered before training began; nothing was written.</exception>
    public static Run Run(RunSpec spec, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default) =>
        Run(spec, new RunOptions(), new ExperimentServices(), progress, cancellation);

    /// <inheritdoc cref="Run(RunSpec, IProgress{RunProgress}?, CancellationToken)"/>
    /// <param name="options">Where the run goes and what is done with one that is there.</param>
    /// <param name="services">What the run takes from the world. No figures are drawn unless it says how.</param>
    public static Run Run(
        RunSpec spec, RunOptions options, ExperimentServices services, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (progress is not null)
        {
            services = services with { Progress = new QueueProgress(progress.Report, services.Time) };
        }

        return Runs.Run.Open(new TrainingRun(services, ResolvedSpec.Of(spec), options, cancellation).Execute().Path);
    }
}
