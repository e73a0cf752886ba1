using StructuralError.Core.Common;
using StructuralError.Experiments.Queue;

namespace StructuralError.Reporting.Paper;

/// <summary>The paper's experiments, once or as each member of a family has them.</summary>
public interface IReproduction
{
    /// <summary>The trainings that are needed.</summary>
    /// <exception cref="UserErrorException">What is wrong with them.</exception>
    IReadOnlyList<QueuedRun> Runs(CancellationToken cancellation = default);

    /// <summary>Does what is left.</summary>
    /// <exception cref="UserErrorException">The directory holds another experiment (73), or a file of it cannot be understood (65).</exception>
    /// <exception cref="OperationCanceledException">What is finished is kept; the same call again goes on.</exception>
    Reproduction Reproduce(CancellationToken cancellation = default);
}
