using StructuralError.Core.Training;

namespace StructuralError.Experiments.Services;

/// <summary>Shows how far training is, at a cost that cannot be measured.</summary>
public interface IProgressDisplay
{
    /// <summary>Runs <paramref name="train"/> and shows what its sink is told.</summary>
    TrainingResult Show(long totalSteps, Func<IStepSink, TrainingResult> train);
}

/// <summary>Shows nothing.</summary>
public sealed class NoProgress : IProgressDisplay, IStepSink
{
    public TrainingResult Show(long totalSteps, Func<IStepSink, TrainingResult> train) => train(this);
}
