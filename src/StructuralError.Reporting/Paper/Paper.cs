using StructuralError.Core.Common;
using StructuralError.Experiments.Paper;
using StructuralError.Experiments.Queue;
using StructuralError.Experiments.Services;

namespace StructuralError.Reporting.Paper;

/// <summary>The paper's section 5, as the command <c>reproduce</c> has it.</summary>
public static class Paper
{
    /// <summary>Trains or reuses every run, measures every network, draws all figures and judges all claims, in this process.</summary>
    /// <param name="directory">Where all of it goes; finished runs in it are reused.</param>
    /// <param name="settings">With what the experiments are run; its data set is decided first.</param>
    /// <param name="cancellation">What is finished is kept; the same call goes on.</param>
    /// <param name="services">What is taken from the world; null for the real things.</param>
    /// <exception cref="UserErrorException">The directory holds another experiment, or the data are bad or cannot be had.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was triggered.</exception>
    public static Reproduction Reproduce(
        string directory, ReproductionSettings settings, ExperimentServices? services = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        services ??= new ExperimentServices { DrawFigures = (run, warn, files, wish) => Runs.RunFigures.Write(run, warn, files, wish) };
        var queue = new QueueRunner(services, new QueueSettings());
        return PaperReproduction.Plan(queue, settings, PaperPlan.Figures, directory, cancellation: cancellation).Reproduce(cancellation);
    }
}
