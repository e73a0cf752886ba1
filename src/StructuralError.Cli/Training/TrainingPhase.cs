using StructuralError.Cli.Progress;
using StructuralError.Core.Engines;
using StructuralError.Core.Networks;
using StructuralError.Core.Training;
using StructuralError.Runs.Directories;

namespace StructuralError.Cli.Training;

/// <summary>The training part of a run: from the start or from a checkpoint, with rows, checkpoints and progress as it goes.</summary>
internal sealed class TrainingPhase(CliContext context, TrainOptions options, RunPlan plan, TrainingPlan training)
{
    public TrainingResult Run(RunDirectory directory, IEngine engine, CancellationToken cancellation)
    {
        (ParameterSet parameters, ISampleOrder order) = context.Services.Initialize(plan.Network, plan.Spec, training.Train.Count);
        if (directory.ResumePoint is { } point)
        {
            parameters = point.Parameters;
            order.Restore(point.Checkpoint.EpochStart);
            Announce(point);
        }
        else
        {
            plan.Weights?.CopyTo(parameters);
        }

        engine.Load(parameters);
        var schedule = new CheckpointSchedule(plan.Spec.CheckpointEvery, context.Time);
        var checkpoints = new RunCheckpoints(directory, engine, parameters, order, schedule, training.TotalSteps);
        using IRowWriter writer = context.Services.CreateWriter(directory.Rows, plan.Spec, plan.Network.Classes, context.Time);
        TrainingResult result = ProgressDisplays.Create(context, options).Show(training.TotalSteps, progress =>
        {
            var loop = new TrainingLoop(engine, training, plan.Network.Classes, order.NextEpoch, [writer, progress], context.Time, checkpoints);
            if (directory.ResumePoint is { } from)
            {
                loop.Restore(from.Checkpoint.Training);
            }

            return loop.Run(cancellation);
        });
        directory.Rows.FlushToDisk();
        return result;
    }

    private void Announce(ResumePoint point)
    {
        if (!options.Quiet)
        {
            context.Error.WriteLine(FormattableString.Invariant($"{plan.Path}: going on after step {point.Step} of {training.TotalSteps}"));
        }
    }
}
