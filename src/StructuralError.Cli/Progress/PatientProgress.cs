using StructuralError.Cli.Common;
using StructuralError.Core.Training;
using StructuralError.Experiments.Services;

namespace StructuralError.Cli.Progress;

/// <summary>While a run trains, a step under way is waited for when the wish to end comes.</summary>
/// <param name="what">What happens then, as a clause.</param>
internal sealed class PatientProgress(IProgressDisplay inner, Interruption interruption, string what) : IProgressDisplay
{
    public TrainingResult Show(long totalSteps, Func<IStepSink, TrainingResult> train)
    {
        using IDisposable patience = interruption.Patiently(what);
        return inner.Show(totalSteps, train);
    }
}
