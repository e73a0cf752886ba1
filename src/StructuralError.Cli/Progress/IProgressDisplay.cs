using StructuralError.Core.Training;

namespace StructuralError.Cli.Progress;

/// <summary>Shows how far training is, at a cost that cannot be measured.</summary>
internal interface IProgressDisplay
{
    /// <summary>Runs <paramref name="train"/> and shows what its sink is told.</summary>
    TrainingResult Show(long totalSteps, Func<IStepSink, TrainingResult> train);
}
