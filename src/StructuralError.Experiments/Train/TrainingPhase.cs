using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Training;
using StructuralError.Experiments.Rows;
using StructuralError.Experiments.Services;
using StructuralError.Runs.Directories;

namespace StructuralError.Experiments.Train;

/// <summary>The training part of a run: from the start or from a checkpoint, with rows, checkpoints and progress as it goes.</summary>
internal sealed class TrainingPhase(ExperimentServices services, RunPlan plan, TrainingPlan training)
{
    public TrainingResult Run(RunDirectory directory, IEngine engine, CancellationToken cancellation)
    {
        (ParameterSet parameters, ISampler order) = services.Draw(plan.Network, plan.Spec, training.Train.Count);
        plan.Weights?.CopyTo(parameters);
        training.Kernel?.Start.CopyValues(parameters);
        if (directory.ResumePoint is { } point)
        {
            parameters = point.Parameters;
            order.Restore(point.Checkpoint.EpochStart);
            services.Notices.Say(FormattableString.Invariant($"{plan.Path}: going on after step {point.Step} of {training.TotalSteps}"));
        }
        engine.Load(parameters);
        var schedule = new CheckpointSchedule(plan.Spec.CheckpointEvery, services.Time);
        var checkpoints = new RunCheckpoints(directory, engine, parameters, order, schedule, training.TotalSteps);
        TrainingResult result;
        using (IRowWriter writer = services.OpenRows(directory.Rows, plan.Spec, plan.Network.Classes, training.Traits, services.Time))
        {
            result = services.Progress.Show(training.TotalSteps, progress =>
            {
                var loop = new TrainingLoop(engine, training, plan.Network.Classes, order.NextEpoch, [writer, progress], services.Time, checkpoints);
                if (directory.ResumePoint is { } from)
                {
                    loop.Restore(from.Checkpoint.Training);
                }

                return loop.Run(cancellation);
            });
        }

        directory.Rows.Complete();
        return result;
    }
}
